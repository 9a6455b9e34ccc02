import { format } from 'node:util';
import type { Random } from '../core/random.ts';
import { NotEmulatedError } from '../core/service.ts';
import type { Timeline } from '../core/timeline.ts';
import { localHttp, type Transport } from './http.ts';
import { ModuleLoader, type SandboxNames } from './module-loader.ts';
import { sandboxModules } from './modules.ts';
import { sandboxProcess } from './sandbox-process.ts';
import { timerModules, virtualDate, virtualTimers } from './virtual-timers.ts';

/** The result of an invocation. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** The ports of a sandbox: everything that a bundle can reach. */
export interface SandboxPorts {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly transport: Transport;
  readonly log: (text: string) => void;
  /** Runs code of the sandbox, and records that its promises must settle before time moves on. */
  readonly enter: (action: () => void) => void;
  /** Ends the run, because the function needs something that is not emulated. */
  readonly abort: (error: Error) => void;
}

type Handler = (event: unknown, context: unknown) => unknown;

/**
 * One execution environment of a function: the unmodified bundle, with replacements for its clock, random numbers,
 * network, files and output. As in Lambda, the module state is kept from call to call until the environment is killed.
 */
export class Sandbox {
  readonly #ports: SandboxPorts;
  readonly #timers;
  readonly #handler: Handler;
  #isAlive = true;
  /** Ends the call in progress, when the function ends its process. */
  #exited: (result: InvocationResult) => void = () => undefined;

  /**
   * Loads the bundle: a cold start. Throws what its modules throw. For a missing file or handler, the error has Lambda's
   * name. `handler` is `file.export` (default: `index.handler`).
   */
  constructor(
    folder: string,
    options: { environment: Readonly<Record<string, string>>; nodeMajor: string; handler?: string },
    ports: SandboxPorts,
  ) {
    this.#ports = ports;
    const { timeline, random } = ports;
    const nowMs = () => timeline.nowMs;
    const bornMs = nowMs();
    this.#timers = virtualTimers(timeline, (action) => this.#isAlive && ports.enter(action));
    const http = localHttp((request, answer) => {
      if (!this.#isAlive) return;
      ports.transport(request, (response) => this.#isAlive && ports.enter(() => answer(response)));
    });
    const write = (text: string) => this.#isAlive && ports.log(text);
    const exit = (code: number) => this.#exit(code);
    const process = sandboxProcess({ ...options, write, uptimeMs: () => nowMs() - bornMs, exit });
    const stopwatch = { now: () => nowMs() - bornMs, timeOrigin: bornMs };
    const clocks = { perf_hooks: { performance: stopwatch }, ...timerModules(this.#timers) };
    const builtin = sandboxModules({ random, http, process, clocks });
    const print = (...args: unknown[]) => write(`${format(...args)}\n`);
    const names: SandboxNames = {
      globalThis: undefined,
      global: undefined,
      process,
      console: { log: print, info: print, warn: print, error: print, debug: print, trace: print },
      Date: virtualDate(nowMs),
      Math: Object.create(Math, { random: { value: () => random.next() } }),
      setTimeout: this.#timers.setTimeout,
      clearTimeout: this.#timers.clear,
      setInterval: this.#timers.setInterval,
      clearInterval: this.#timers.clear,
      setImmediate: this.#timers.setImmediate,
      clearImmediate: this.#timers.clear,
      performance: stopwatch,
      crypto: builtin('node:crypto'),
      fetch: refuse('fetch in a function'),
      WebSocket: undefined,
    };
    // The names are defined and not assigned, because some of the real globals are getters.
    const redefined = Object.entries(names).map(([name, value]) => [
      name,
      { value, writable: true, configurable: true },
    ]);
    const scope: object = Object.create(globalThis, Object.fromEntries(redefined));
    names.globalThis = scope;
    names.global = scope;
    const [, file = 'index', name = 'handler'] =
      /^(.*)\.([^.]*)$/.exec(options.handler ?? 'index.handler') ?? [];
    this.#handler = findHandler(new ModuleLoader(folder, names, builtin).loadEntry(file), `${file}.${name}`);
  }

  /**
   * Calls the handler with a copy of the event, because an event is sent as text. `done` is called once, or never if
   * the sandbox is killed before. An error that `done` throws is a bug of ours and ends the run.
   */
  invoke(event: unknown, context: unknown, done: (result: InvocationResult) => void): void {
    const copy: unknown = JSON.parse(JSON.stringify(event));
    this.#exited = done;
    this.#ports.enter(() => {
      Promise.resolve()
        .then(() => this.#handler(copy, context))
        .then(toSuccess)
        .catch((error: unknown) => {
          if (error instanceof NotEmulatedError) this.#ports.abort(error);
          return readFailure(error);
        })
        .then((result) => this.#isAlive && done(result))
        .catch((error: unknown) => this.#ports.abort(toError(error)));
    });
  }

  /** False once the environment is stopped, or has ended itself. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** `process.exit`: nothing of the function runs afterwards. */
  #exit(code: number): never {
    const exit = new ProcessExit(code);
    if (this.#isAlive) queueMicrotask(() => this.#exited(readFailure(exit)));
    this.kill();
    throw exit;
  }

  /** Stops the environment at once. Its timers, responses and output never arrive. */
  kill(): void {
    this.#isAlive = false;
    this.#timers.clearAll();
  }
}

/** What `process.exit` throws. Its words are Lambda's (recorded for code 0). */
class ProcessExit extends Error {
  override readonly name = 'Runtime.ExitError';

  constructor(code: number) {
    super(
      code === 0
        ? 'Error: Runtime exited without providing a reason'
        : `Error: Runtime exited with error: exit status ${code}`,
    );
  }
}

function refuse(what: string): () => never {
  return () => {
    throw new NotEmulatedError(what);
  };
}

function findHandler(exports: object, fullName: string): Handler {
  const handler: unknown = Reflect.get(exports, fullName.slice(fullName.lastIndexOf('.') + 1));
  if (typeof handler !== 'function') {
    const error = new Error(`${fullName} is undefined or not exported`);
    throw Object.assign(error, { name: 'Runtime.HandlerNotFound' });
  }
  return (event, context) => handler(event, context);
}

function toSuccess(value: unknown): InvocationResult {
  try {
    return { ok: true, payload: JSON.stringify(value) ?? 'null' };
  } catch {
    const errorMessage = 'Unable to stringify response body';
    return { ok: false, errorType: 'Runtime.MarshalError', errorMessage };
  }
}

/** Converts what a function throws to its result. */
export function readFailure(thrown: unknown): InvocationResult {
  if (thrown instanceof Error) return { ok: false, errorType: thrown.name, errorMessage: thrown.message };
  return { ok: false, errorType: typeof thrown, errorMessage: String(thrown) };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
