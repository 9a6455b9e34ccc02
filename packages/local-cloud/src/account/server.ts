import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpResponse } from '../core/http-message.ts';
import { type Principal, ServiceError } from '../core/service.ts';
import type { LocalCloud } from './account.ts';
import { assertLocalCaller } from './local-caller.ts';
import { describeFailure } from './server-failure.ts';

/** The loopback address. No other machine on the network reaches the local cloud. */
const address = '127.0.0.1';
/** The largest request of any service here: 16 MB, a DynamoDB batch. */
const bodyBytesMax = 16 * 1024 * 1024;

/**
 * The HTTP server for the AWS CLI and SDKs on the loopback address. An access key id that is the name of a role of the
 * account acts as that role. Every other caller is an administrator, and signatures are not checked. A request that is not emulated gets an error that says so, and the server continues. `stopServer` ends it.
 *
 * @returns the server and its port, once it listens. Port 0 selects a free port.
 */
export async function startServer(
  cloud: LocalCloud,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const answer = await answerTo(cloud, request, response);
    response.writeHead(answer.status, answer.headers).end(answer.bytes ?? answer.body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const bound = server.address();
  return { server, port: typeof bound === 'object' && bound !== null ? bound.port : port };
}

/** Ends a server at once. Answers take no time, so only long polls and half-sent requests are cut off. */
export function stopServer(server: Server): void {
  server.close();
  server.closeAllConnections();
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

async function answerTo(
  cloud: LocalCloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<HttpResponse> {
  const { headers } = request;
  let body = Buffer.alloc(0);
  try {
    assertLocalCaller(headers);
    body = await readBody(request);
    return await serve(cloud, { request, response, body });
  } catch (error) {
    return describeFailure(error, { headers, body: body.toString('utf8') });
  }
}

async function serve(cloud: LocalCloud, { request, response, body: bytes }: Exchange): Promise<HttpResponse> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = 'GET', url: path = '/' } = request;
  const call = { method, host: address, path, headers, body: bytes.toString('utf8'), bytes };
  return new Promise((resolve) => {
    const giveUp = cloud.gateway.serveWaiting(call, principalOf(cloud, headers), resolve);
    // The response closes when the caller disconnects or gets its answer. The request closes as soon as its body has
    // been read.
    response.once('close', giveUp);
  });
}

/** Who signed a request, by the access key id in its signature (Signature Version 4). */
function principalOf(cloud: LocalCloud, { authorization = '' }: Readonly<Record<string, string>>): Principal {
  const [, accessKeyId = ''] = /Credential=([^/]+)\//.exec(authorization) ?? [];
  const roleArn = cloud.access.roleOfSession(accessKeyId) ?? cloud.iam.directory.findRole(accessKeyId)?.arn;
  return roleArn === undefined ? { kind: 'administrator' } : { kind: 'role', roleArn };
}

/** A body that is too large is read to its end but not kept, so that its sender receives the error. */
async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  if (bytes > bodyBytesMax) {
    const message = `The request has ${bytes} bytes; allowed: ${bodyBytesMax}`;
    throw new ServiceError('RequestEntityTooLargeException', message, { statusCode: 413 });
  }
  return Buffer.concat(chunks);
}
