import { Readable } from 'node:stream';
import type { LocalCloud } from './account.ts';

/** A request as a client of the SDK hands it to its request handler. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Settings for any client of the SDK, with which its calls go to the account directly, without a server: `new
 * SQSClient(sdkSettings(cloud))`. The caller is an administrator. A call takes no virtual time: a long poll answers with
 * what is there.
 */
export function sdkSettings(cloud: LocalCloud) {
  const handle = async ({ method, hostname, path, query = {}, headers, body: sent }: SdkRequest) => {
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const bytes = bytesOf(sent);
    const request = {
      method,
      host: hostname,
      path: `${path}${searchOf(query)}`,
      headers: Object.fromEntries(lowerCase),
      body: bytes.toString('utf8'),
      bytes,
    };
    const answer = cloud.gateway.serve(request, { kind: 'administrator' });
    const body = Readable.from([Buffer.from(answer.bytes ?? answer.body)]);
    return { response: { statusCode: answer.status, headers: { ...answer.headers }, body } };
  };
  return {
    region: cloud.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { handle },
  };
}

function bytesOf(body: unknown): Buffer {
  // Its bytes alone: the SDK warns of whoever treats a body of bytes as a text.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(typeof body === 'string' ? body : '');
}

function searchOf(query: NonNullable<SdkRequest['query']>): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query))
    for (const value of [values].flat()) search.append(name, value ?? '');
  return search.size === 0 ? '' : `?${search}`;
}
