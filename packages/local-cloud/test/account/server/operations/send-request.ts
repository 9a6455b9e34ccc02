import { isRecord } from '../../../../src/core/is-record.ts';
import { errorModel, type Model, operationModel } from '../../../../src/core/wire/models.ts';
import type { Member, Shape } from '../../../../src/core/wire/shape.ts';
import { problemsInJson } from './check-json.ts';
import { type Element, problemsInXml, readXml, textAt } from './check-xml.ts';
import { readRest, restRequest } from './rest-request.ts';

/** The members of a request as they are on the wire: timestamps and blobs are numbers and texts. */
export type Input = Readonly<Record<string, unknown>>;

/** An answer, and what is wrong with it by the SDK's model. */
export interface Answer {
  readonly status: number;
  /** The error code; undefined for a success. */
  readonly code: string | undefined;
  readonly message: string;
  readonly problems: readonly string[];
}

/** Sends a request through HTTP in the protocol of the service. */
export async function sendRequest(
  port: number,
  { model, operation, input }: { model: Model; operation: string; input: Input },
): Promise<Answer> {
  if (model.protocol === 'rest-json') return sendRest(port, { model, operation, input });
  const isJson = model.protocol.startsWith('json');
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    ...(isJson ? jsonRequest(model, operation, input) : queryRequest(model, operation, input)),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const isOk = response.status === 200;
  return {
    status: response.status,
    ...(isJson ? readJson(model, operation, text, isOk) : readQuery(model, operation, text, isOk)),
  };
}

async function sendRest(
  port: number,
  { model, operation, input }: { model: Model; operation: string; input: Input },
): Promise<Answer> {
  const { path, ...request } = restRequest(model, operation, input);
  const signal = AbortSignal.timeout(10_000);
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...request, signal });
  const read = readRest(model, operation, response, await response.text());
  // What a successful status says is a member of the answer.
  return { status: response.ok ? 200 : response.status, ...read };
}

function jsonRequest(model: Model, operation: string, input: Input) {
  const type = model.protocol === 'json-1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
  const headers = { 'x-amz-target': `${model.target}.${operation}`, 'content-type': type };
  return { headers, body: JSON.stringify(input) };
}

function queryRequest(model: Model, operation: string, input: Input) {
  const form = new URLSearchParams({ Action: operation, Version: model.version });
  for (const [name, value] of fieldsOf(
    { shape: operationModel(model, operation).input },
    input,
    '',
    model.protocol,
  ))
    form.append(name, value);
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { headers, body: String(form) };
}

/** The form fields of a value: names are paths, and lists count from 1. */
function fieldsOf(
  { shape, isFlattened = false }: { readonly shape: Shape; readonly isFlattened?: boolean },
  value: unknown,
  path: string,
  protocol: string,
): [string, string][] {
  if (shape.kind === 'structure' && isRecord(value))
    return Object.entries(value).flatMap(([name, content]) => {
      const member = shape.members.get(name);
      if (member === undefined) throw new Error(`${shape.name} has no member ${name}`);
      const below = path === '' ? nameOf(member, protocol) : `${path}.${nameOf(member, protocol)}`;
      const isList = member.shape().kind === 'list' && protocol === 'query' && !member.isFlattened;
      return fieldsOf(
        { ...member, shape: member.shape() },
        content,
        isList ? `${below}.member` : below,
        protocol,
      );
    });
  if (shape.kind === 'list' && Array.isArray(value))
    return value.flatMap((item, index) =>
      fieldsOf({ shape: shape.item() }, item, `${path}.${index + 1}`, protocol),
    );
  if (shape.kind === 'map' && isRecord(value))
    return Object.entries(value).flatMap(([key, item], index) => {
      const entry = `${isFlattened ? path : `${path}.entry`}.${index + 1}`;
      const field: [string, string] = [`${entry}.${shape.keyXmlName ?? 'key'}`, key];
      return [
        field,
        ...fieldsOf({ shape: shape.value() }, item, `${entry}.${shape.valueXmlName ?? 'value'}`, protocol),
      ];
    });
  const isTime = shape.kind === 'timestamp' && typeof value === 'number';
  return [[path, isTime ? new Date(value * 1000).toISOString() : String(value)]];
}

function nameOf({ name, xmlName, ec2QueryName }: Member, protocol: string): string {
  const found = protocol === 'ec2' ? (ec2QueryName ?? xmlName ?? name) : (xmlName ?? name);
  return protocol === 'ec2' ? found.charAt(0).toUpperCase() + found.slice(1) : found;
}

function readJson(model: Model, operation: string, text: string, isOk: boolean) {
  const body: unknown = JSON.parse(text);
  const { output } = operationModel(model, operation);
  if (isOk) return { code: undefined, message: '', problems: problemsInJson(output, body) };
  if (!isRecord(body)) return { code: '', message: text, problems: ['the refusal is no structure'] };
  const code = String(body['__type']).replace(/^.*#/, '');
  const { __type: type, message, Message: otherMessage, ...details } = body;
  const shape = errorModel(model, code)?.shape ?? { kind: 'unit' };
  const problems = typeof type === 'string' ? problemsInJson(shape, details) : ['the refusal has no type'];
  return { code, message: String(message ?? otherMessage ?? ''), problems };
}

function readQuery(model: Model, operation: string, text: string, isOk: boolean) {
  const root = readXml(text.replace(/^<\?xml[^>]*\?>/, ''));
  if (!isOk) return readRefusal(root, model.protocol);
  const { output } = operationModel(model, operation);
  const isNamed = root.name === `${operation}Response` ? [] : [`the answer is ${root.name}`];
  if (model.protocol === 'ec2')
    return {
      code: undefined,
      message: '',
      problems: [...isNamed, ...problemsInXml(output, root, ['requestId'])],
    };
  const result = root.children.find(({ name }) => name === `${operation}Result`);
  const inResult = result === undefined ? ['there is no result'] : problemsInXml(output, result);
  const id = textAt(root, 'ResponseMetadata', 'RequestId') === undefined ? ['there is no request id'] : [];
  return { code: undefined, message: '', problems: [...isNamed, ...inResult, ...id] };
}

function readRefusal(root: Element, protocol: string) {
  const path = protocol === 'ec2' ? ['Errors', 'Error'] : ['Error'];
  const code = textAt(root, ...path, 'Code') ?? '';
  const message = textAt(root, ...path, 'Message') ?? '';
  return { code, message, problems: [] };
}
