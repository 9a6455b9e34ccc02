import type { HttpRequest, HttpResponse } from '../http-message.ts';
import { isRecord } from '../is-record.ts';
import { ServiceError } from '../service.ts';
import { decodeJson, encodeJson } from './json-codec.ts';
import { errorModel, type Model, operationModel } from './models.ts';
import type { Member, Shape } from './shape.ts';

/** Decodes a request: members in the path, the query string, headers, and the body. `labels` are those of the path. */
export function decodeRest(
  shape: Shape,
  request: HttpRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  if (shape.kind !== 'structure') return {};
  const members = [...shape.members.values()];
  const values: Record<string, unknown> = hasPayload(members) ? {} : parseBody(request.body);
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  for (const member of members) {
    const value = readMember(member, { request, query, labels });
    if (value !== undefined) values[member.name] = value;
  }
  return decodeJson(shape, values);
}

interface Sources {
  readonly request: HttpRequest;
  readonly query: URLSearchParams;
  readonly labels: Readonly<Record<string, string>>;
}

/** The value of a member outside the JSON body, as the JSON that stands for it. */
function readMember({ name, http, shape }: Member, { request, query, labels }: Sources): unknown {
  if (http === undefined || http.kind === 'status') return undefined;
  if (http.kind === 'label') return labels[name];
  if (http.kind === 'payload') return readPayload(shape(), request);
  const texts = http.kind === 'query' ? query.getAll(http.name) : [request.headers[http.name] ?? []].flat();
  const target = shape();
  if (target.kind === 'list') return texts.length === 0 ? undefined : texts;
  return texts[0] === undefined ? undefined : readScalar(target, texts[0]);
}

/** A blob is taken as it came: its bytes need not be a text. */
function readPayload(shape: Shape, { body, bytes = Buffer.from(body) }: HttpRequest): unknown {
  if (body === '') return undefined;
  return shape.kind === 'blob' ? Buffer.from(bytes).toString('base64') : parseBody(body);
}

/** A text in the form that JSON has for its type. What does not fit stays a text, which the JSON codec refuses. */
function readScalar({ kind }: Shape, text: string): unknown {
  if (kind === 'number') return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind !== 'timestamp') return text;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? text : atMs / 1000;
}

function hasPayload(members: readonly Member[]): boolean {
  return members.some(({ http }) => http?.kind === 'payload');
}

function parseBody(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (isRecord(parsed)) return { ...parsed };
  } catch {
    // Refused below, as a body that is no object.
  }
  throw new ServiceError('SerializationException', 'The request is not a JSON object.');
}

/** Encodes an answer: members in headers, in the status, and in the body. An unknown member is a bug of ours. */
export function encodeRest(
  model: Model,
  operation: string,
  answer: unknown,
  requestId: string,
): HttpResponse {
  const { output, http } = operationModel(model, operation);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
  };
  let status = http?.[2] ?? 200;
  if (output.kind !== 'structure') return { status, headers, body: '' };
  const rest: Record<string, unknown> = {};
  let payload: string | undefined;
  for (const [name, value] of Object.entries(isRecord(answer) ? answer : {})) {
    const place = output.members.get(name)?.http;
    if (place?.kind === 'status') status = Number(value);
    else if (place?.kind === 'payload') payload = payloadText(value);
    else if (place?.kind === 'header') {
      if (value !== undefined) headers[place.name] = String(value);
    } else rest[name] = value;
  }
  const json = encodeJson(output, rest);
  const isEmpty = hasPayload([...output.members.values()]) || status === 204;
  return { status, headers, body: payload ?? (isEmpty ? '' : JSON.stringify(json)) };
}

function payloadText(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : JSON.stringify(value ?? '');
}

/** Encodes an error: its name in a header, and its status and members from the model. */
export function encodeRestRefusal(model: Model, error: ServiceError, requestId: string): HttpResponse {
  const known = errorModel(model, error.code);
  const names = known?.shape.kind === 'structure' ? [...known.shape.members.keys()] : [];
  const messageName = names.find((name) => name.toLowerCase() === 'message') ?? 'message';
  const type = names.includes('Type') ? { Type: error.statusCode < 500 ? 'User' : 'Service' } : {};
  const details = known === undefined ? error.details : encodeJson(known.shape, error.details);
  return {
    status: known?.status ?? error.statusCode,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
    },
    body: JSON.stringify(Object.assign({ ...type, [messageName]: error.message }, details)),
  };
}
