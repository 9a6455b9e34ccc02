import { isRecord } from '../../../../src/core/is-record.ts';
import type { Shape, StructureShape } from '../../../../src/core/wire/shape.ts';

/** What is wrong with a JSON answer by the SDK's model: unknown members, wrong types, missing members. */
export function problemsInJson(shape: Shape, value: unknown, path = 'the answer'): string[] {
  switch (shape.kind) {
    case 'structure':
      return isRecord(value) ? inStructure(shape, value, path) : [`${path} is no structure`];
    case 'list':
      if (!Array.isArray(value)) return [`${path} is no list`];
      return value.flatMap((item, index) => problemsInJson(shape.item(), item, `${path}[${index}]`));
    case 'map':
      if (!isRecord(value)) return [`${path} is no map`];
      return Object.entries(value).flatMap(([key, item]) =>
        problemsInJson(shape.value(), item, `${path}.${key}`),
      );
    case 'unit':
      return isRecord(value) && Object.keys(value).length === 0 ? [] : [`${path} is not empty`];
    default:
      return isScalar(shape.kind, value) ? [] : [`${path} is no ${shape.kind}: ${JSON.stringify(value)}`];
  }
}

function inStructure(shape: StructureShape, value: Readonly<Record<string, unknown>>, path: string) {
  const missing = shape.required
    .filter(({ name }) => value[name] === undefined || value[name] === null)
    .map(({ name }) => `${path} lacks ${name}`);
  const inMembers = Object.entries(value).flatMap(([name, content]) => {
    const member = shape.members.get(name);
    if (member === undefined) return [`${path} has ${name}, which the model does not know`];
    return problemsInJson(member.shape(), content, `${path}.${name}`);
  });
  return [...missing, ...inMembers];
}

function isScalar(kind: Shape['kind'], value: unknown): boolean {
  if (kind === 'number' || kind === 'timestamp') return typeof value === 'number' && Number.isFinite(value);
  if (kind === 'blob') return typeof value === 'string' && isBase64(value);
  return kind === 'document' || typeof value === kind;
}

/** Whether a text is base64, as blobs are on the wire. */
export function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}
