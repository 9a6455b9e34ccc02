import { isRecord } from '../../src/core/is-record.ts';
import { models } from '../../src/core/wire/models.ts';
import type { Members } from './replay.ts';

/** Sends a call through HTTP in the protocol of its service, and gives the answer as boto3 has it. */
export async function sendCall(
  url: string,
  { service, operation, input }: { service: string; operation: string; input: Members },
): Promise<Members> {
  if (service === 'lambda') return callLambda(url, operation, input);
  if (service === 'sns') return callQuery(url, operation, input);
  const model = models.find((each) => each.service === service);
  const type = `application/x-amz-${model?.protocol === 'json-1.0' ? 'json-1.0' : 'json-1.1'}`;
  const headers = { 'x-amz-target': `${model?.target}.${operation}`, 'content-type': type };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  const body = await response.json();
  const metadata = { ResponseMetadata: { HTTPStatusCode: response.status } };
  if (response.ok) return { ...members(body), ...metadata };
  const { __type: type_, message, Message = message, ...others } = members(body);
  const code = String(type_).replace(/^.*#/, '');
  const [queryCode, sender] = (response.headers.get('x-amzn-query-error') ?? '').split(';');
  // Recordings of other services are older than this header of theirs.
  const error =
    queryCode && service === 'sqs' ? { Code: queryCode, QueryErrorCode: code, Type: sender } : { Code: code };
  return { Error: { ...error, Message }, ...others, ...metadata };
}

/** Where the members of Lambda's requests are that are not in the body (service model). */
const lambdaPaths: Readonly<Record<string, string>> = {
  GetFunction: '',
  GetFunctionConfiguration: '/configuration',
  Invoke: '/invocations',
};

async function callLambda(url: string, operation: string, input: Members): Promise<Members> {
  const { FunctionName: name, Payload: payload, InvocationType, LogType, ...query } = input;
  const isInvoke = operation === 'Invoke';
  const path =
    operation === 'ListFunctions' ? '' : `${encodeURIComponent(String(name))}${lambdaPaths[operation]}`;
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  );
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/lambda/aws4_request',
    ...(InvocationType === undefined ? {} : { 'x-amz-invocation-type': String(InvocationType) }),
    ...(LogType === undefined ? {} : { 'x-amz-log-type': String(LogType) }),
  };
  const response = await fetch(`${url}/2015-03-31/functions/${path}?${search}`, {
    ...(isInvoke ? { method: 'POST', body: bodyOf(payload) } : { method: 'GET' }),
    headers,
  });
  const text = await response.text();
  const metadata = { ResponseMetadata: { HTTPStatusCode: response.status } };
  if (!response.ok) {
    const { Message, message = Message, ...others } = members(JSON.parse(text));
    const code = response.headers.get('x-amzn-errortype');
    // ValidationException has no shape in the model, so boto3 shows none of its members.
    const shownToo = code === 'ValidationException' ? {} : others;
    return { Error: { Code: code, Message: message }, ...shownToo, ...metadata };
  }
  if (!isInvoke) return { ...members(JSON.parse(text)), ...metadata };
  const header = (key: string, member: string) => {
    const value = response.headers.get(key);
    return value === null ? {} : { [member]: value };
  };
  return {
    ...{ StatusCode: response.status, Payload: text, ...metadata },
    ...header('x-amz-executed-version', 'ExecutedVersion'),
    ...header('x-amz-function-error', 'FunctionError'),
    ...header('x-amz-log-result', 'LogResult'),
  };
}

/** A payload in base64 says so, because texts cannot have every byte. */
function bodyOf(payload: unknown): string | Uint8Array<ArrayBuffer> {
  const text = String(payload ?? '');
  return text.startsWith('base64:') ? new Uint8Array(Buffer.from(text.slice(7), 'base64')) : text;
}

async function callQuery(url: string, operation: string, input: Members): Promise<Members> {
  const body = new URLSearchParams({ Action: operation, Version: '2010-03-31' });
  for (const [name, value] of Object.entries(input))
    for (const field of fields(name, value)) body.append(...field);
  const response = await fetch(url, { method: 'POST', body });
  const text = await response.text();
  const metadata = { ResponseMetadata: { HTTPStatusCode: response.status } };
  const element = (name: string) => {
    const [, value] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text) ?? [];
    return value === undefined ? {} : { [name]: unescapeXml(value) };
  };
  if (response.ok) return { ...element('MessageId'), ...metadata };
  return { Error: { ...element('Type'), ...element('Code'), ...element('Message') }, ...metadata };
}

function fields(name: string, value: unknown): [string, string][] {
  if (!isRecord(value)) return [[name, String(value)]];
  if (name !== 'MessageAttributes')
    return Object.entries(value).flatMap(([key, item]) => fields(`${name}.${key}`, item));
  return Object.entries(value).flatMap(([key, item], index) => [
    [`${name}.entry.${index + 1}.Name`, key],
    ...fields(`${name}.entry.${index + 1}.Value`, item),
  ]);
}

function unescapeXml(text: string): string {
  const signs: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return signs[name] ?? whole;
  });
}

function members(value: unknown): Members {
  return isRecord(value) ? value : {};
}
