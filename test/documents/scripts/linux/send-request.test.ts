import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../programs.ts';
import { firstShell, Sandbox, senders } from './sandbox.ts';

let sandbox = new Sandbox();
const shell = firstShell();
afterEach(() => {
  sandbox.remove();
  sandbox = new Sandbox();
});
afterAll(() => sandbox.remove());

const requests: string[] = [];
function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(`${request.method} ${request.url} ${request.headers.host}`);
  if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' });
  if (request.url === '/short') response.writeHead(200, { 'content-length': 100 });
  if (request.url === '/slow') return void response.writeHead(200).write('x');
  if (request.url === '/short') return void response.write('x', () => request.socket.end());
  response.end(`answer to ${request.url}`);
}

const listen = (server: ReturnType<typeof createTcpServer>) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

const plain = createPlainServer(answer);
let plainUrl = '';
beforeAll(async () => {
  plainUrl = `http://127.0.0.1:${await listen(plain)}`;
});
afterAll(() => {
  plain.closeAllConnections();
  plain.close();
});

const send = (
  sender: (typeof senders)[number] | 'none',
  url: string,
  environment: Record<string, string> = {},
  limitSeconds = 3,
) => {
  requests.splice(0);
  const lines = `choose_sender
request_headers="authorization:AWS4$newline" request_body=body
if send_request POST '${url}' ${limitSeconds}; then put "$answer_status $answer"; else put "$answer_words"; fi`;
  return sandbox.run(shell, ['sha-hmac', 'send-request'], lines, { sender, environment });
};

describe.each(senders)('a request sent with %s', (sender) => {
  it('follows no redirect, which could lead its credentials elsewhere', async () => {
    expect((await send(sender, `${plainUrl}/moved`)).stdout).toMatch(/^302 /);
    expect(requests).toEqual([`POST /moved ${plainUrl.slice('http://'.length)}`]);
  });

  it('has no answer when that is cut off or does not end in time', async () => {
    expect((await send(sender, `${plainUrl}/short`)).stdout).not.toMatch(/^200/);
    expect((await send(sender, `${plainUrl}/slow`, {}, 1)).stdout).toMatch(
      new RegExp(`\\(${sender}, code [1-9][0-9]*\\)$`),
    );
  });

  it('names the cause when nobody answers', async () => {
    expect((await send(sender, 'http://127.0.0.1:9/')).stdout).toMatch(/refused|connect/i);
    expect((await send(sender, 'https://no-such-host.invalid/')).stdout).toMatch(/resol|not known/i);
  });
});

describe.runIf(findProgram('openssl') !== undefined)('a server whose certificate nobody knows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-certificate-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  afterAll(() => rmSync(folder, { recursive: true }));
  let server: ReturnType<typeof createServer>;
  let url = '';
  beforeAll(async () => {
    const words = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${certificate}`;
    execFileSync('openssl', words.split(' '), { stdio: 'ignore' });
    server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer);
    url = `https://127.0.0.1:${await listen(server)}`;
  });
  afterAll(() => void server.close());

  it.each(senders)('gets nothing from %s, whatever the node has configured', async (sender) => {
    sandbox.write('.curlrc', 'insecure\n');
    const wgetrc = sandbox.write('.wgetrc', 'check_certificate = off\n');
    const { stdout } = await send(sender, url, {
      HOME: sandbox.folder,
      CURL_HOME: sandbox.folder,
      PYTHONHTTPSVERIFY: '0',
      SYSTEM_WGETRC: wgetrc,
    });
    expect(stdout).toMatch(/certificate/i);
    expect(requests).toEqual([]);
  });

  // Not wget: that of Debian is built on GnuTLS, which reads no such variable.
  it.each(senders.filter((name) => name !== 'wget'))(
    'is asked by %s when its certificate is known',
    async (sender) => {
      const known = { SSL_CERT_FILE: certificate };
      expect((await send(sender, `${url}/known`, known)).stdout).toBe('200 answer to /known');
    },
  );
});

describe('a node without any program that can send', () => {
  it('is told so, and does not use the wget of busybox, which checks no certificate', async () => {
    const { stdout, code } = await send('none', plainUrl);
    expect({ stdout, code }).toEqual({
      stdout: expect.stringMatching(
        /^muster: outcome 29 cannot-run: the node has neither curl, GNU wget nor python3/,
      ),
      code: 29,
    });
    sandbox.addProgram('wget', "echo 'wget: unrecognized option' >&2; exit 1");
    expect((await send('none', plainUrl)).code).toBe(29);
    expect(requests).toEqual([]);
  });
});
