import type { Host } from '../../core/host.ts';
import { NotEmulatedError } from '../../core/service.ts';
import { type InvocationResult, readFailure, Sandbox, type SandboxPorts } from '../../worker/sandbox.ts';
import { AsyncInvocations, type AsyncPorts, type SentEvent } from './async-invocations.ts';
import type { AsyncSettings } from './async-settings.ts';
import { contextOf, environmentOf } from './call-environment.ts';
import { isOfLambda } from './error-payload.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** The ports of Lambda: the network of a function, its output, and the worker that runs its code. */
export interface LambdaPorts extends Pick<SandboxPorts, 'enter' | 'abort'>, Pick<AsyncPorts, 'send'> {
  transport(settings: FunctionSettings): SandboxPorts['transport'];
  /** Takes text that the function, or Lambda for it, has written: several lines, or part of one. */
  log(settings: FunctionSettings, text: string): void;
  /** The log stream that lines of the function go to now. */
  logStream(settings: FunctionSettings): string;
  /** Counts a call that has ended. `beganMs` is when it was made. */
  count(settings: FunctionSettings, call: { readonly beganMs: number; readonly isOk: boolean }): void;
}

/** The default concurrency of an account (Lambda quota). */
export const accountConcurrency = 1000;
/** The time from a call to the first line of the handler, in a new and in a warm environment. Assumed. */
const coldStartMs = { min: 200, max: 600 };
const warmStartMs = { min: 2, max: 15 };

interface LocalFunction {
  readonly settings: FunctionSettings;
  readonly modifiedMs: number;
  readonly idle: Sandbox[];
  /** The calls in progress, including those that are still starting. Each entry ends its call as a crash does. */
  readonly running: Set<Crash>;
}

interface CallOptions {
  /** @default a random one */
  readonly requestId?: string;
  /** The ARN that the caller used, perhaps with a qualifier. @default that of the function */
  readonly invokedArn?: string;
}

/** A call that has ended. */
interface Ended {
  readonly requestId: string;
  readonly beganMs: number;
  /** The start of a new environment: billed for managed runtimes too since August 2025. 0 in a warm one. */
  readonly initMs: number;
  readonly durationMs: number;
  readonly result: InvocationResult;
}

/** Ends a call at once. */
type Crash = () => void;

/**
 * Runs unmodified bundles in execution environments, which keep their state from call to call. A call that reaches its
 * time-out is stopped at once, together with its environment.
 */
export class Lambda {
  readonly #host: Host;
  readonly #ports: LambdaPorts;
  readonly #functions = new Map<string, LocalFunction>();
  readonly #later: AsyncInvocations;

  constructor(host: Host, ports: LambdaPorts) {
    this.#host = host;
    this.#ports = ports;
    this.#later = new AsyncInvocations(host, {
      settings: (arn) => this.settings(arn),
      has: (arn) => this.has(arn),
      canInvoke: (arn) => this.canInvoke(arn),
      invoke: (arn, { event, ...call }, done) => this.invoke(arn, event, done, call),
      send: ports.send,
    });
  }

  /** Adds or changes a function. Calls in progress continue unchanged; later ones get a new environment. */
  declareFunction(settings: FunctionSettings): void {
    const running = this.#functions.get(settings.arn)?.running ?? new Set<Crash>();
    const modifiedMs = this.#host.timeline.nowMs;
    this.#functions.set(settings.arn, { settings, modifiedMs, idle: [], running });
  }

  /** Removes a function. Calls in progress continue; queued events are dropped. */
  removeFunction(arn: string): void {
    this.#functions.delete(arn);
    this.#later.forget(arn);
  }

  /** Every function, in the order of declaration. */
  get functions(): readonly FunctionSettings[] {
    return [...this.#functions.values()].map(({ settings }) => settings);
  }

  /** Sets the retries and destinations of asynchronous invocations of a function. */
  configureAsync(arn: string, settings: AsyncSettings): void {
    this.#later.configure(this.settings(arn).arn, settings);
  }

  /** Resets the retries and destinations of asynchronous invocations of a function to the defaults. */
  forgetAsync(arn: string): void {
    this.#later.forget(arn);
  }

  /** The retries and destinations that are set for a function, or undefined. */
  asyncSettings(arn: string): AsyncSettings | undefined {
    return this.#later.configured(arn);
  }

  has(arn: string): boolean {
    return this.#functions.has(arn);
  }

  /** The ARN of the function with this role, or undefined. */
  functionOfRole(roleArn: string): string | undefined {
    return [...this.#functions.values()].find(({ settings }) => settings.roleArn === roleArn)?.settings.arn;
  }

  /** The settings of a function. @throws Error when there is no function with that ARN. */
  settings(arn: string): FunctionSettings {
    return this.#find(arn).settings;
  }

  /** When a function was created or last changed, in virtual epoch milliseconds. */
  modifiedMs(arn: string): number {
    return this.#find(arn).modifiedMs;
  }

  /** True if one more call may run, within the function's reserved concurrency and the account's. */
  canInvoke(arn: string): boolean {
    const { settings, running } = this.#find(arn);
    const total = [...this.#functions.values()].reduce((sum, target) => sum + target.running.size, 0);
    return running.size < (settings.reservedConcurrency ?? accountConcurrency) && total < accountConcurrency;
  }

  /** Invokes a function asynchronously: the event is queued and retried if the function fails. */
  invokeLater(arn: string, event: unknown, sent: SentEvent = {}): void {
    this.#later.accept(arn, event, sent);
  }

  /**
   * Invokes a function with an event. `done` is called once, with the response, the error or the time-out. An
   * asynchronous invocation keeps its id over all attempts.
   */
  invoke(
    arn: string,
    event: unknown,
    done: (result: InvocationResult) => void,
    { requestId = this.#host.random('lambda.request-id').uuid(), invokedArn = arn }: CallOptions = {},
  ): void {
    const target = this.#find(arn);
    const { settings } = target;
    const warm = takeAlive(target.idle);
    const random = this.#host.random('lambda.start');
    const startMs =
      warm === undefined
        ? random.integer(coldStartMs.min, coldStartMs.max)
        : random.integer(warmStartMs.min, warmStartMs.max);
    this.#host.trace('lambda.invoke', {
      function: settings.functionName,
      requestId,
      cold: warm === undefined,
    });
    const beganMs = this.#host.timeline.nowMs;
    const initMs = warm === undefined ? startMs : 0;
    const waiting: Crash = () => undefined;
    target.running.add(waiting);
    this.#host.timeline.after(startMs, () => {
      target.running.delete(waiting);
      const sandbox = warm ?? this.#load(settings);
      if (sandbox instanceof Sandbox)
        this.#run(target, { sandbox, event, requestId, invokedArn, beganMs, initMs }, done);
      else this.#end(settings, { requestId, beganMs, initMs, durationMs: 0, result: sandbox }, done);
    });
  }

  /**
   * Ends every running call of a function, as a crash of its process does. Its requests still take effect, but no
   * response reaches it. Calls that are still starting are not affected.
   */
  crash(arn: string): void {
    for (const crash of [...(this.#functions.get(arn)?.running ?? [])]) crash();
  }

  #run(
    target: LocalFunction,
    call: Pick<Ended, 'requestId' | 'beganMs' | 'initMs'> & {
      readonly sandbox: Sandbox;
      readonly event: unknown;
      readonly invokedArn: string;
    },
    done: (result: InvocationResult) => void,
  ): void {
    const { settings } = target;
    const { timeline } = this.#host;
    const { sandbox, requestId, invokedArn, beganMs, initMs } = call;
    const startedMs = timeline.nowMs;
    const deadlineMs = startedMs + settings.timeoutSeconds * 1000;
    const finish = (result: InvocationResult) => {
      timeout.cancel();
      target.running.delete(crash);
      const durationMs = timeline.nowMs - startedMs;
      this.#end(settings, { requestId, beganMs, initMs, durationMs, result }, done);
    };
    const kill = (errorType: string, errorMessage: string) => {
      sandbox.kill();
      finish({ ok: false, errorType, errorMessage });
    };
    const timeout = timeline.at(deadlineMs, () => {
      const seconds = settings.timeoutSeconds.toFixed(2);
      kill('Sandbox.Timedout', `Error: Task timed out after ${seconds} seconds`);
    });
    const crash = () => kill('Runtime.ExitError', 'Error: Runtime exited');
    target.running.add(crash);
    const context = contextOf(settings, {
      ...{ requestId, invokedArn, logStream: this.#ports.logStream(settings) },
      remainingMs: () => deadlineMs - timeline.nowMs,
    });
    sandbox.invoke(call.event, context, (result) => {
      if (sandbox.isAlive) target.idle.push(sandbox);
      finish(result);
    });
  }

  /** Records the end of a call, bills it, and reports its result. */
  #end(settings: FunctionSettings, call: Ended, done: (result: InvocationResult) => void): void {
    const { requestId, beganMs, initMs, durationMs } = call;
    this.#host.bill('lambda.requests', settings.functionName, 1);
    this.#host.bill(
      isArm(settings) ? 'lambda.gigabyteSecondsArm64' : 'lambda.gigabyteSecondsX86',
      settings.functionName,
      (Math.ceil(initMs + durationMs) / 1000) * (settings.memoryMegabytes / 1024),
    );
    const result = withRequestId(call.result, requestId);
    const end = result.ok ? 'ok' : result.errorType;
    this.#host.trace('lambda.end', { function: settings.functionName, requestId, end, durationMs });
    this.#ports.log(settings, platformReport(requestId, durationMs, result));
    this.#ports.count(settings, { beganMs, isOk: result.ok });
    done(result);
  }

  /** Creates an environment. If its bundle throws on load, returns the failure of the call. */
  #load(settings: FunctionSettings): Sandbox | InvocationResult {
    try {
      return this.#createSandbox(settings);
    } catch (error) {
      if (error instanceof NotEmulatedError) throw error;
      return readFailure(error);
    }
  }

  #createSandbox(settings: FunctionSettings): Sandbox {
    const { timeline } = this.#host;
    const environment = environmentOf(this.#host, settings, this.#ports.logStream(settings));
    return new Sandbox(
      settings.folder,
      { environment, nodeMajor: settings.nodeMajor, handler: settings.handler },
      {
        timeline,
        random: this.#host.random(`lambda.chance/${settings.functionName}`),
        transport: this.#ports.transport(settings),
        log: (text) => this.#ports.log(settings, text),
        enter: this.#ports.enter,
        abort: this.#ports.abort,
      },
    );
  }

  #find(arn: string): LocalFunction {
    const found = this.#functions.get(arn);
    if (found === undefined) throw new Error(`There is no function ${arn}.`);
    return found;
  }
}

/** An environment that has not ended itself, or undefined. */
function takeAlive(idle: Sandbox[]): Sandbox | undefined {
  const taken = idle.pop();
  return taken === undefined || taken.isAlive ? taken : takeAlive(idle);
}

/** Whether a function runs on arm64. The default is x86_64. */
function isArm({ properties }: FunctionSettings): boolean {
  return JSON.stringify(properties?.['Architectures']) === '["arm64"]';
}

/** Lambda begins its own errors with the id of the call (recorded). */
function withRequestId(result: InvocationResult, requestId: string): InvocationResult {
  if (result.ok || !isOfLambda(result)) return result;
  return { ...result, errorMessage: `RequestId: ${requestId} ${result.errorMessage}` };
}

/** The line that Lambda writes after a call, in its JSON log format. */
function platformReport(requestId: string, durationMs: number, result: InvocationResult): string {
  const { ok, ...end } = result;
  const failure = 'errorType' in end ? end : {};
  const record = { requestId, metrics: { durationMs }, status: ok ? 'success' : 'error', ...failure };
  return `${JSON.stringify({ type: 'platform.report', record })}\n`;
}
