import type { LocalCloud } from '../account/account.ts';
import type { HttpRequest, HttpResponse } from '../core/gateway.ts';
import { dnsSuffix } from '../core/host.ts';
import { isRecord } from '../core/is-record.ts';

/** What a function has answered. `problem` says why CloudFormation cannot use it. */
export interface Answer {
  readonly status: string;
  readonly reason: string;
  readonly physicalResourceId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
}

/** Bytes of an answer, and of the id in it (CloudFormation user guide, custom resource reference). */
const answerBytesMax = 4096;
const idBytesMax = 1024;

/** An answer that CloudFormation waits for. */
export interface PendingAnswer {
  /** The signed address, which takes one kind of request: a PUT without a content type. */
  readonly url: string;
  /** The first answer that came; undefined before. */
  answer(): Answer | undefined;
}

/** Opens the address for the answer to one request. Answers to earlier requests are taken, and change nothing. */
export function awaitAnswer(
  cloud: LocalCloud,
  { stackName, logicalId, requestId }: { stackName: string; logicalId: string; requestId: string },
): PendingAnswer {
  const bucket = `cloudformation-custom-resource-response-${cloud.region.replaceAll('-', '')}`;
  const hostName = `${bucket}.s3.${dnsSuffix(cloud.partition)}`;
  const signature = cloud.random('cloudformation.signature').hex(40);
  const path = `/${encodeURIComponent(`${stackName}|${logicalId}|${requestId}`)}?X-Amz-Signature=${signature}`;
  let answer: Answer | undefined;
  cloud.network.open(hostName, (request) => {
    if (!isSigned(request)) return respond(403);
    if (request.path !== path) return respond(200);
    cloud.trace('cloudformation.answer', { logicalId, answer: request.body });
    answer ??= parseAnswer(request.body, requestId);
    return respond(200);
  });
  return { url: `https://${hostName}${path}`, answer: () => answer };
}

/** S3 refuses what was not signed: another method, an address without its query, a content type. */
function isSigned({ method, path, headers }: HttpRequest): boolean {
  return method === 'PUT' && path.includes('?X-Amz-Signature=') && (headers['content-type'] ?? '') === '';
}

function respond(status: number): HttpResponse {
  return { status, headers: {}, body: '' };
}

/** Reads an answer. One that names another request is none: undefined. */
function parseAnswer(text: string, requestId: string): Answer | undefined {
  const empty = { status: 'FAILED', reason: '', physicalResourceId: '', data: {} };
  if (Buffer.byteLength(text) > answerBytesMax) return { ...empty, problem: 'Response object is too long.' };
  const body = parseJson(text);
  if (!isRecord(body)) return { ...empty, problem: 'Response is not a JSON object.' };
  if (body['RequestId'] !== requestId) return undefined;
  const id = body['PhysicalResourceId'];
  const hasId = typeof id === 'string' && id !== '' && Buffer.byteLength(id) <= idBytesMax;
  return {
    status: String(body['Status']),
    reason: String(body['Reason']),
    physicalResourceId: hasId ? id : '',
    data: isRecord(body['Data']) ? body['Data'] : {},
    problem: hasId ? undefined : 'Invalid PhysicalResourceId',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
