import type { Host } from '../../cloud/host.ts';
import { type InvocationResult, Sandbox, type SandboxPorts } from '../../cloud/worker/sandbox.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** What lies outside Lambda: the network of a function, its output, and the worker that runs its code. */
export interface LambdaPorts extends Pick<SandboxPorts, 'enter' | 'abort'> {
  transport(settings: FunctionSettings): SandboxPorts['transport'];
  /** A text that the function, or Lambda in its name, has written. It may hold several lines, or a part of one. */
  log(settings: FunctionSettings, text: string): void;
}

/** The account's concurrency when it was not raised (Lambda quota). */
const accountConcurrency = 1000;
/** From a call to the first line of the handler: an environment that is new, and one that is warm. Assumed. */
const coldStartMs = { min: 200, max: 600 };
const warmStartMs = { min: 2, max: 15 };

interface LocalFunction {
  readonly settings: FunctionSettings;
  readonly idle: Sandbox[];
  running: number;
}

/**
 * Lambda: runs unmodified bundles, each in execution environments that keep their state from call to call. A call
 * that outlives its time-out is stopped at once, wherever it is, and its environment with it.
 */
export class Lambda {
  readonly #host: Host;
  readonly #ports: LambdaPorts;
  readonly #functions = new Map<string, LocalFunction>();

  constructor(host: Host, ports: LambdaPorts) {
    this.#host = host;
    this.#ports = ports;
  }

  declareFunction(settings: FunctionSettings): void {
    this.#functions.set(settings.arn, { settings, idle: [], running: 0 });
  }

  /** The settings of a function. @throws Error when there is no function of that ARN. */
  settings(arn: string): FunctionSettings {
    return this.#find(arn).settings;
  }

  /** True while one more call may run: within the function's reserved concurrency and the account's. */
  canInvoke(arn: string): boolean {
    const { settings, running } = this.#find(arn);
    const total = [...this.#functions.values()].reduce((sum, { running: count }) => sum + count, 0);
    return running < (settings.reservedConcurrency ?? accountConcurrency) && total < accountConcurrency;
  }

  /** Calls a function with an event. `done` is called once: with its answer, its error, or its time-out. */
  invoke(arn: string, event: unknown, done: (result: InvocationResult) => void): void {
    const target = this.#find(arn);
    const { settings } = target;
    const requestId = this.#host.random('lambda.request-id').uuid();
    const warm = target.idle.pop();
    const random = this.#host.random('lambda.start');
    const startMs =
      warm === undefined
        ? random.integer(coldStartMs.min, coldStartMs.max)
        : random.integer(warmStartMs.min, warmStartMs.max);
    target.running++;
    this.#host.trace('lambda.invoke', {
      function: settings.functionName,
      requestId,
      cold: warm === undefined,
    });
    this.#host.timeline.after(startMs, () => {
      const sandbox = warm ?? this.#createSandbox(settings);
      this.#run(target, { sandbox, event, requestId }, done);
    });
  }

  #run(
    target: LocalFunction,
    call: { sandbox: Sandbox; event: unknown; requestId: string },
    done: (result: InvocationResult) => void,
  ): void {
    const { settings } = target;
    const { timeline } = this.#host;
    const { sandbox, requestId } = call;
    const startedMs = timeline.nowMs;
    const deadlineMs = startedMs + settings.timeoutSeconds * 1000;
    const finish = (result: InvocationResult) => {
      target.running--;
      const durationMs = timeline.nowMs - startedMs;
      const end = result.ok ? 'ok' : result.errorType;
      this.#host.trace('lambda.end', { function: settings.functionName, requestId, end, durationMs });
      this.#ports.log(settings, platformReport(requestId, durationMs, result));
      done(result);
    };
    const timeout = timeline.at(deadlineMs, () => {
      sandbox.kill();
      const errorMessage = `${new Date(timeline.nowMs).toISOString()} ${requestId} Task timed out after ${settings.timeoutSeconds.toFixed(2)} seconds`;
      finish({ ok: false, errorType: 'Sandbox.Timedout', errorMessage });
    });
    const context = createContext(settings, requestId, () => deadlineMs - timeline.nowMs);
    sandbox.invoke(call.event, context, (result) => {
      timeout.cancel();
      target.idle.push(sandbox);
      finish(result);
    });
  }

  #createSandbox(settings: FunctionSettings): Sandbox {
    const { timeline, region } = this.#host;
    const environment = {
      ...settings.variables,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${settings.nodeMajor}.x`,
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroupName,
      LAMBDA_TASK_ROOT: '/var/task',
      TZ: ':UTC',
    };
    return new Sandbox(
      settings.folder,
      { environment, nodeMajor: settings.nodeMajor },
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

/** The line that Lambda itself writes after a call, in its JSON format. */
function platformReport(requestId: string, durationMs: number, result: InvocationResult): string {
  const outcome = result.ok ? { status: 'success' } : { status: 'error', ...result };
  const record = { requestId, metrics: { durationMs }, ...outcome };
  return `${JSON.stringify({ type: 'platform.report', record })}\n`;
}

function createContext(settings: FunctionSettings, requestId: string, remainingMs: () => number) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.arn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: settings.logGroupName,
    logStreamName: `${requestId.slice(0, 8)}`,
    getRemainingTimeInMillis: remainingMs,
  };
}
