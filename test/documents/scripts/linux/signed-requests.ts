import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';

/** What a request is signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** SHA-256 for the signer of the SDK. */
export class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', asBytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(asBytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {
    throw new Error('the signer of the SDK never needs this');
  }
}

function asBytes(data: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof data === 'string') return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

/** `20150830T123600Z` as a moment. */
export function readSignTime(text: string): Date {
  return new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/\d{8}\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, SignedHeaders=(?<names>[^,]+), Signature=[0-9a-f]{64}$/;

/** Who a request says it is from, for which region and service; undefined when it is not signed in this form. */
export function readAuthorization(headers: IncomingHttpHeaders) {
  const groups = authorizationForm.exec(headers.authorization ?? '')?.groups;
  const { id, region, service, names } = groups ?? {};
  if (id === undefined || region === undefined || service === undefined || names === undefined)
    return undefined;
  return { id, region, service, names: names.split(';') };
}

/** Whether the signer of the SDK signs this request alike; the headers that it must hold are among those signed. */
export async function isSignedBy(request: WireRequest, credentials: Credentials): Promise<boolean> {
  const claim = readAuthorization(request.headers);
  if (claim === undefined) return false;
  const isObject = claim.service === 's3';
  const needed = [
    'host',
    'x-amz-date',
    ...(isObject ? ['x-amz-content-sha256'] : ['content-type', 'x-amz-target']),
  ];
  if (credentials.sessionToken !== undefined) needed.push('x-amz-security-token');
  if (needed.some((name) => !claim.names.includes(name))) return false;
  if (request.headers['x-amz-security-token'] !== credentials.sessionToken) return false;
  const signer = new SignatureV4({
    credentials,
    region: claim.region,
    service: claim.service,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: !isObject,
  });
  const headers = Object.fromEntries(claim.names.map((name) => [name, String(request.headers[name])]));
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: request.path,
      headers,
      body: request.body,
    },
    { signingDate: readSignTime(String(request.headers['x-amz-date'])) },
  );
  return signed.headers['authorization'] === request.headers.authorization;
}
