import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { Script } from 'node:vm';
import type { Random } from '../core/random.ts';
import { NotEmulatedError } from '../core/service.ts';
import type { Timeline } from '../core/timeline.ts';
import { localHttp, type Transport } from './http.ts';
import { sandboxModules, sandboxProcess } from './modules.ts';
import { virtualDate, virtualTimers } from './virtual-timers.ts';

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
 * The names that are redefined for the bundle. It runs in our realm, because another realm has other Buffers and
 * Errors.
 */
const shadowed = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'globalThis',
  'global',
  'process',
  'console',
  'Date',
  'Math',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'performance',
  'crypto',
  'fetch',
  'WebSocket',
] as const;

type Wrapper = (...args: unknown[]) => void;

const byFolder = new Map<string, Wrapper>();
const byText = new Map<string, Wrapper>();

/**
 * Compiles the bundle in a folder to a function of the names above. Each folder is read once per process. Equal bundles
 * are compiled once, so that they share V8's optimizations.
 */
function compile(folder: string): Wrapper {
  const found = byFolder.get(folder);
  if (found !== undefined) return found;
  const file = join(folder, 'index.js');
  const text = readFileSync(file, 'utf8');
  const source = `(function (${shadowed.join(', ')}) {${text}\n})`;
  const wrapper: Wrapper = byText.get(text) ?? new Script(source, { filename: file }).runInThisContext();
  byText.set(text, wrapper);
  byFolder.set(folder, wrapper);
  return wrapper;
}

/**
 * One execution environment of a function: the unmodified bundle, with replacements for its clock, random numbers,
 * network, files and output. As in Lambda, the module state is kept from call to call until the environment is killed.
 */
export class Sandbox {
  readonly #ports: SandboxPorts;
  readonly #timers;
  readonly #handler: Handler;
  #isAlive = true;

  /**
   * Loads the bundle: a cold start. Throws what its modules throw. For a missing handler, the error has Lambda's name.
   */
  constructor(
    folder: string,
    options: { environment: Readonly<Record<string, string>>; nodeMajor: string },
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
    const process = sandboxProcess({ ...options, write, uptimeMs: () => nowMs() - bornMs });
    const require = sandboxModules({ random, http, process });
    const module = { exports: {} };
    const print = (...args: unknown[]) => write(`${format(...args)}\n`);
    const VirtualDate = virtualDate(nowMs);
    const math = Object.create(Math, { random: { value: () => random.next() } });
    const names: Record<(typeof shadowed)[number], unknown> = {
      exports: module.exports,
      require,
      module,
      __filename: '/var/task/index.js',
      __dirname: '/var/task',
      globalThis: undefined,
      global: undefined,
      process,
      console: { log: print, info: print, warn: print, error: print, debug: print, trace: print },
      Date: VirtualDate,
      Math: math,
      setTimeout: this.#timers.setTimeout,
      clearTimeout: this.#timers.clear,
      setInterval: this.#timers.setInterval,
      clearInterval: this.#timers.clear,
      setImmediate: this.#timers.setImmediate,
      clearImmediate: this.#timers.clear,
      performance: { now: () => nowMs() - bornMs, timeOrigin: bornMs },
      crypto: require('node:crypto'),
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
    compile(folder)(...shadowed.map((name) => names[name]));
    this.#handler = findHandler(module.exports);
  }

  /**
   * Calls the handler with a copy of the event, because an event is sent as text. `done` is called once, or never if
   * the sandbox is killed before. An error that `done` throws is a bug of ours and ends the run.
   */
  invoke(event: unknown, context: unknown, done: (result: InvocationResult) => void): void {
    const copy: unknown = JSON.parse(JSON.stringify(event));
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

  /** Stops the environment at once. Its timers, responses and output never arrive. */
  kill(): void {
    this.#isAlive = false;
    this.#timers.clearAll();
  }
}

function refuse(what: string): () => never {
  return () => {
    throw new NotEmulatedError(what);
  };
}

function findHandler(exports: object): Handler {
  const handler: unknown = Reflect.get(exports, 'handler');
  if (typeof handler !== 'function') {
    const error = new Error('index.handler is undefined or not exported');
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
