import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';

/** Sends a request to the local cloud. `answer` is called once, later in virtual time, or never. */
export type Transport = (request: HttpRequest, answer: (response: HttpResponse | Error) => void) => void;

/** Replaces `node:https` and `node:http` in a sandbox. Nothing leaves the process. */
export function localHttp(transport: Transport) {
  const request = (...args: unknown[]) => new LocalRequest(readOptions(args), transport, readCallback(args));
  const get = (...args: unknown[]) => {
    const started = request(...args);
    started.end();
    return started;
  };
  return { request, get, Agent: LocalAgent, globalAgent: new LocalAgent() };
}

interface RequestOptions {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

function readCallback(args: readonly unknown[]): ((response: Readable) => void) | undefined {
  const last = args.at(-1);
  return typeof last === 'function' ? (response) => void last(response) : undefined;
}

/** `request(options)`, `request(url)` and `request(url, options)`. */
function readOptions(args: readonly unknown[]): RequestOptions {
  const url = typeof args[0] === 'string' ? new URL(args[0]) : args[0] instanceof URL ? args[0] : undefined;
  const given = url === undefined ? args[0] : args[1];
  const read = (name: string): unknown =>
    typeof given === 'object' && given !== null ? Reflect.get(given, name) : undefined;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(read('headers') ?? {}))
    headers[name.toLowerCase()] = String(value);
  return {
    method: String(read('method') ?? 'GET'),
    host: String(read('hostname') ?? read('host') ?? url?.hostname ?? ''),
    path: String(read('path') ?? (url === undefined ? '/' : url.pathname + url.search)),
    headers,
  };
}

/** A request that sends its body to the transport when it ends. */
class LocalRequest extends Writable {
  readonly socket = new LocalSocket();
  readonly #chunks: Buffer[] = [];
  readonly #options: RequestOptions;
  readonly #transport: Transport;

  constructor(options: RequestOptions, transport: Transport, callback?: (response: Readable) => void) {
    super({ autoDestroy: false });
    this.#options = options;
    this.#transport = transport;
    if (callback !== undefined) this.once('response', callback);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    const bytes = Buffer.concat(this.#chunks);
    const isText = this.#options.headers['content-type'] !== 'application/cbor';
    const request = { ...this.#options, body: bytes.toString('utf8'), ...(isText ? {} : { bytes }) };
    this.#transport(request, (response) => {
      if (this.destroyed) return;
      if (response instanceof Error) this.emit('error', response);
      else this.emit('response', new LocalResponse(response));
      this.destroy();
    });
    done();
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  abort(): void {
    this.destroy();
  }
}

/** A response with its complete body. */
class LocalResponse extends Readable {
  readonly statusCode: number;
  readonly statusMessage = '';
  readonly headers: HttpResponse['headers'];
  readonly complete = true;

  constructor({ status, headers, body, bytes }: HttpResponse) {
    super();
    this.statusCode = status;
    this.headers = headers;
    this.push(bytes ?? body, 'utf8');
    this.push(null);
  }

  override _read(): void {}
}

/** A socket that is always connected and never times out. The caller handles time-outs on virtual time. */
class LocalSocket extends EventEmitter {
  readonly connecting = false;
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  destroy(): void {}
}

class LocalAgent {
  readonly keepAlive = true;
  readonly maxSockets = Number.POSITIVE_INFINITY;
  readonly sockets = {};
  readonly requests = {};
  destroy(): void {}
}
