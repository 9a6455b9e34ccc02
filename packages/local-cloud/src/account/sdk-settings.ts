import { Readable } from 'node:stream';
import type { LocalCloud } from './account.ts';

/** A request as a client of the SDK hands it to its request handler. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Settings for any client of the SDK, with which its calls go to the account directly, without a server: `new
 * SQSClient(sdkSettings(cloud))`. The caller is an administrator. A call takes no virtual time: a long poll answers with
 * what is there.
 */
export function sdkSettings(cloud: LocalCloud) {
  const handle = async ({ method, hostname, path, headers, body: sent }: SdkRequest) => {
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const request = {
      method,
      host: hostname,
      path,
      headers: Object.fromEntries(lowerCase),
      body: textOf(sent),
    };
    const answer = cloud.gateway.serve(request, { kind: 'administrator' });
    const body = Readable.from([Buffer.from(answer.body)]);
    return { response: { statusCode: answer.status, headers: { ...answer.headers }, body } };
  };
  return {
    region: cloud.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { handle },
  };
}

function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  return typeof body === 'string' ? body : '';
}
