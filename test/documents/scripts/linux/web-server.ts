import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What the server answers at a path. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback that counts what is asked of it. */
export interface WebServer {
  readonly url: string;
  /** The paths asked for, in order. */
  readonly requests: string[];
  /** Puts a body at a path; each of `failures` is the status of one request before the body is given. */
  put(path: string, body: Buffer, failures?: number[]): void;
  /** Answers in another way at a path. */
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

/** A key and a certificate in PEM, for a server of https. */
export interface Identity {
  readonly key: Buffer;
  readonly cert: Buffer;
}

export async function startWebServer(identity?: Identity): Promise<WebServer> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const handle: Answer = (request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  };
  const server = identity === undefined ? createServer(handle) : createTlsServer(identity, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http${identity === undefined ? '' : 's'}://127.0.0.1:${isPort(address) ? address.port : 0}`,
    requests,
    put: (path, body, failures = []) =>
      answers.set(path, (_request, response) => {
        const status = failures.shift() ?? 200;
        response.writeHead(status).end(status === 200 ? body : undefined);
      }),
    answer: (path, answer) => answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isPort(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
