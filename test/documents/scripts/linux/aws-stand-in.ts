import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Credentials, isSignedBy, readAuthorization, type WireRequest } from './signed-requests.ts';

/** The token of the instance metadata, which no other program may learn either. */
export const metadataToken = 'AQAEA-a-token-of-the-metadata==';

/** A call that came with a right signature. */
export interface Call {
  /** Whose credentials signed it: the name given to `know`. */
  readonly identity: string;
  /** For example `ssm:GetParameter`. */
  readonly action: string;
  readonly region: string;
  /** The parameter, the secret, or the path of the object. */
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
}

/** What a service answers instead. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Elements of the answer of S3. */
  readonly more?: string;
}

/**
 * The instance metadata, Parameter Store, Secrets Manager and S3 on one port of this machine. It takes requests only
 * with a signature that the signer of the SDK would make of them, with credentials that it knows.
 */
export class AwsStandIn {
  url = '';
  /** The role of the instance profile, and its credentials; an instance without has none. */
  profile: { role: string; credentials: Credentials } | undefined;
  /** What the instance metadata say of the role instead of credentials. */
  profilePage: string | undefined;
  readonly parameters = new Map<string, string>();
  readonly secrets = new Map<string, { SecretString?: string; SecretBinary?: string }>();
  readonly objects = new Map<string, Buffer>();
  readonly calls: Call[] = [];
  /** What was asked of the instance metadata. */
  readonly metadataRequests: string[] = [];
  /** Requests that were no calls: unsigned, or signed wrong. */
  readonly strangers: WireRequest[] = [];
  refuse: (call: Call) => Refusal | undefined = () => undefined;
  readonly #known = new Map<string, { name: string; credentials: Credentials }>();
  readonly #server = createServer((request, response) => {
    this.#answer(request).then(
      ({ status, body, headers = {} }) => response.writeHead(status, headers).end(body),
      (error: unknown) => response.writeHead(418).end(String(error)),
    );
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${isPort(address) ? address.port : 0}`;
    return this;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** An instance without a profile, and services that have nothing. */
  clear(): void {
    this.profile = undefined;
    this.profilePage = undefined;
    this.refuse = () => undefined;
    for (const map of [this.parameters, this.secrets, this.objects, this.#known]) map.clear();
    for (const list of [this.calls, this.metadataRequests, this.strangers]) list.splice(0);
  }

  know(name: string, credentials: Credentials): Credentials {
    this.#known.set(credentials.accessKeyId, { name, credentials });
    return credentials;
  }

  /** Gives the instance a profile. */
  launchWith(role: string, credentials: Credentials): void {
    this.profile = { role, credentials: this.know(role, credentials) };
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url: path = '', headers } = request;
    if (path.startsWith('/latest/')) return this.#answerMetadata(`${method} ${path}`, headers);
    const wire = { method, path, headers, body };
    const known = this.#known.get(readAuthorization(headers)?.id ?? '');
    if (known === undefined || !(await isSignedBy(wire, known.credentials))) {
      this.strangers.push(wire);
      const type = known === undefined ? 'UnrecognizedClientException' : 'InvalidSignatureException';
      return refusalBody(isCall(wire), { status: 400, type, message: 'not signed as it must be' });
    }
    const call = readCall(wire, known.name);
    this.calls.push(call);
    const refusal = this.refuse(call);
    return refusal === undefined ? this.#serve(call) : refusalBody(isCall(wire), refusal);
  }

  #answerMetadata(asked: string, headers: IncomingMessage['headers']): Answer {
    this.metadataRequests.push(asked);
    const hasLifetime = Number(headers['x-aws-ec2-metadata-token-ttl-seconds']) > 0;
    if (asked === 'PUT /latest/api/token' && hasLifetime) return { status: 200, body: metadataToken };
    if (headers['x-aws-ec2-metadata-token'] !== metadataToken) return { status: 401, body: 'Unauthorized' };
    const { role = '', credentials } = this.profile ?? {};
    const folder = 'GET /latest/meta-data/iam/security-credentials/';
    const page =
      asked === 'GET /latest/meta-data/placement/region'
        ? 'eu-west-1'
        : credentials &&
          { [folder]: role, [`${folder}${role}`]: this.profilePage ?? profilePage(credentials) }[asked];
    return page === undefined ? { status: 404, body: '404 - Not Found' } : { status: 200, body: page };
  }

  #serve({ action, name }: Call): Answer {
    if (action === 's3:GetObject') {
      const body = this.objects.get(name);
      return body === undefined
        ? refusalBody(false, { status: 404, type: 'NoSuchKey', message: 'The specified key does not exist.' })
        : { status: 200, body };
    }
    if (action === 'ssm:GetParameter') {
      const Value = this.parameters.get(name);
      return Value === undefined
        ? refusalBody(true, { status: 400, type: 'ParameterNotFound', message: '' })
        : {
            status: 200,
            body: JSON.stringify({ Parameter: { Name: name, Type: 'SecureString', Version: 3, Value } }),
          };
    }
    const secret = this.secrets.get(name);
    const message = "Secrets Manager can't find the specified secret.";
    return secret === undefined
      ? refusalBody(true, { status: 400, type: 'ResourceNotFoundException', message })
      : {
          status: 200,
          body: JSON.stringify({
            ARN: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`,
            Name: name,
            ...secret,
            VersionStages: ['AWSCURRENT'],
          }),
        };
  }
}

interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const isCall = ({ headers }: WireRequest) => headers['x-amz-target'] !== undefined;

function readCall({ path, headers, body }: WireRequest, identity: string): Call {
  const { region = '', service } = readAuthorization(headers) ?? {};
  if (service === 's3') return { identity, action: 's3:GetObject', region, name: path, headers };
  const input: { Name?: string; SecretId?: string; WithDecryption?: boolean } = JSON.parse(body);
  if (service === 'ssm' && input.WithDecryption !== true)
    throw new Error('a parameter is asked for without decryption');
  const operation = String(headers['x-amz-target']).split('.')[1];
  return {
    identity,
    action: `${service}:${operation}`,
    region,
    name: input.Name ?? input.SecretId ?? '',
    headers,
  };
}

function refusalBody(isJson: boolean, { status, type, message, headers = {}, more = '' }: Refusal): Answer {
  const body = isJson
    ? JSON.stringify({ __type: type, ...(message === '' ? {} : { message }) })
    : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${type}</Code><Message>${message}</Message>${more}</Error>`;
  return { status, body, headers };
}

/** The credentials of a role as the instance metadata shows them. */
function profilePage({ accessKeyId, secretAccessKey, sessionToken }: Credentials): string {
  const times = { LastUpdated: '2026-11-29T06:00:00Z', Expiration: '2026-11-29T12:00:00Z' };
  const keys = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken };
  return JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', ...times, ...keys }, undefined, 2);
}

function isPort(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
