import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server answers: a body, or the status codes of successive requests before the body. */
interface Page {
  readonly body: Buffer;
  readonly failures: number[];
}

/** A web server on loopback that counts what is asked of it. */
export interface WebServer {
  readonly url: string;
  /** The paths asked for, in order. */
  readonly requests: string[];
  /** Puts a body at a path; each of `failures` is the status of one request before the body is given. */
  put(path: string, body: Buffer, failures?: number[]): void;
  close(): Promise<void>;
}

export async function startWebServer(): Promise<WebServer> {
  const pages = new Map<string, Page>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    const page = pages.get(path);
    response.statusCode = page === undefined ? 404 : (page.failures.shift() ?? 200);
    response.end(response.statusCode === 200 ? page?.body : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${isPort(address) ? address.port : 0}`,
    requests,
    put: (path, body, failures = []) => pages.set(path, { body, failures }),
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
