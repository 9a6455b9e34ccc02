import { isRecord } from '../../../../src/core/is-record.ts';
import { errorModel, type Model, operationModel } from '../../../../src/core/wire/models.ts';
import type { Member } from '../../../../src/core/wire/shape.ts';
import { problemsInJson } from './check-json.ts';

type Values = Readonly<Record<string, unknown>>;

/** A request with members in its path, its query string, its headers and its body. */
export function restRequest(model: Model, operation: string, input: Values) {
  const { input: shape, http } = operationModel(model, operation);
  if (shape.kind !== 'structure' || http === undefined) throw new Error(`${operation} has no path`);
  const [method, whole] = http;
  let path = whole;
  const query = new URLSearchParams();
  const headers: Record<string, string> = { authorization: signatureOf(model) };
  const rest: Record<string, unknown> = {};
  let payload: string | undefined;
  for (const [name, value] of Object.entries(input)) {
    const place = shape.members.get(name)?.http;
    if (place?.kind === 'label')
      path = path.replace(new RegExp(`\\{${name}\\+?\\}`), encodeURIComponent(String(value)));
    else if (place?.kind === 'query')
      for (const each of [value].flat()) query.append(place.name, String(each));
    else if (place?.kind === 'header') headers[place.name] = String(value);
    else if (place?.kind === 'payload') payload = Buffer.from(String(value), 'base64').toString('utf8');
    else rest[name] = value;
  }
  const body = method === 'GET' ? undefined : (payload ?? JSON.stringify(rest));
  const search = query.size === 0 ? '' : `?${query}`;
  return { path: `${path}${search}`, method, headers, ...(body === undefined ? {} : { body }) };
}

/** The scope of a signature names the service. Nothing checks the signature itself. */
function signatureOf({ service }: Model): string {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/${service}/aws4_request`;
}

/** Reads an answer, and tells what is wrong with it by the SDK's model. */
export function readRest(model: Model, operation: string, response: Response, text: string) {
  const json: unknown = text === '' ? {} : parse(text);
  if (response.ok)
    return { code: undefined, message: '', problems: problemsIn(model, operation, response, text) };
  const code = response.headers.get('x-amzn-errortype') ?? '';
  const { message, Message: otherMessage, ...details } = isRecord(json) ? json : {};
  const shape = errorModel(model, code)?.shape;
  const told = String(message ?? otherMessage ?? '');
  return {
    code,
    message: told,
    problems: shape === undefined ? [] : problemsInJson(shape, withMessage(details, shape, told)),
  };
}

/** Some errors demand a message. Its name differs. */
function withMessage(details: Values, shape: Parameters<typeof problemsInJson>[0], told: string): Values {
  const names = shape.kind === 'structure' ? [...shape.members.keys()] : [];
  const name = names.find((each) => each.toLowerCase() === 'message');
  return name === undefined ? details : { ...details, [name]: told };
}

function problemsIn(model: Model, operation: string, response: Response, text: string): string[] {
  const { output } = operationModel(model, operation);
  if (output.kind !== 'structure') return [];
  const members = [...output.members.values()];
  const outside = members.flatMap((member) => valueOutside(member, response, text));
  const hasPayload = members.some(({ http }) => http?.kind === 'payload');
  const body: unknown = hasPayload || text === '' ? {} : parse(text);
  if (!isRecord(body)) return ['the body is no structure'];
  const misplaced = members
    .filter(({ name, http }) => http !== undefined && body[name] !== undefined)
    .map(({ name }) => `${name} is in the body`);
  return [...misplaced, ...problemsInJson(output, { ...body, ...Object.fromEntries(outside) })];
}

/** The value of a member in the status, in a header or in a whole body. */
function valueOutside({ name, http, shape }: Member, response: Response, text: string): [string, unknown][] {
  if (http?.kind === 'status') return [[name, response.status]];
  if (http?.kind === 'payload' && text !== '')
    return [[name, shape().kind === 'blob' ? Buffer.from(text).toString('base64') : parse(text)]];
  const value = http?.kind === 'header' ? response.headers.get(http.name) : null;
  if (value === null) return [];
  return [[name, shape().kind === 'number' ? Number(value) : value]];
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
