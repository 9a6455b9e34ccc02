import type { LocalCloud } from '../account/account.ts';
import { dnsSuffix } from '../core/host.ts';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import { isRecord } from '../core/is-record.ts';

/** The response of a custom resource. `problem` says why CloudFormation cannot use it. */
export interface Answer {
  readonly status: string;
  readonly reason: string;
  readonly physicalResourceId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
}

/** The largest response, and the longest id in it, in bytes (CloudFormation user guide, custom resource reference). */
const answerBytesMax = 4096;
const idBytesMax = 1024;

/** A response that CloudFormation waits for. */
export interface PendingAnswer {
  /** The pre-signed URL. It accepts only a PUT without a content type. */
  readonly url: string;
  /** The first response, or undefined if none has arrived. */
  answer(): Answer | undefined;
}

/** Opens the URL for the response to one request. Responses to earlier requests are accepted and ignored. */
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

/** Whether a request matches the signature. S3 refuses another method, a URL without its query, and a content type. */
function isSigned({ method, path, headers }: HttpRequest): boolean {
  return method === 'PUT' && path.includes('?X-Amz-Signature=') && (headers['content-type'] ?? '') === '';
}

function respond(status: number): HttpResponse {
  return { status, headers: {}, body: '' };
}

/** Parses a response. Returns undefined if it names another request. */
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
