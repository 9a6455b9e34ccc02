import { isRecord } from '../is-record.ts';
import { setEntry } from '../own-entry.ts';
import { ServiceError } from '../service.ts';
import { Validation } from '../validation.ts';
import type { Shape, StructureShape } from './shape.ts';

/**
 * Decodes JSON 1.0 and 1.1 requests. Timestamps are epoch seconds, blobs are base64. As in AWS, a value of the wrong
 * type is a SerializationException and a missing required member is a ValidationException. An unknown member is refused
 * too, because it is a bug of ours; AWS would ignore it. Values that need no conversion are not copied: the result may
 * share parts with `value`.
 */
export function decodeJson(shape: Shape, value: unknown): unknown {
  return decode(shape, value, []);
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The path to a value: member names, keys and list indexes. One mutable path serves the whole request. */
type Path = (string | number)[];

function decode(shape: Shape, value: unknown, path: Path): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape, value, path);
    case 'list': {
      if (!Array.isArray(value)) throw wrongType(path, 'a list', value);
      const item = shape.item();
      return changeItems(value, (raw, index) => decodeAt(item, raw, path, index));
    }
    case 'map': {
      if (!isRecord(value)) throw wrongType(path, 'a map', value);
      const item = shape.value();
      return changeEntries(value, (raw, key) => decodeAt(item, raw, path, key));
    }
    case 'timestamp':
      if (typeof value !== 'number') throw wrongType(path, 'a timestamp in seconds', value);
      return new Date(value * 1000);
    case 'blob':
      if (typeof value !== 'string') throw wrongType(path, 'base64 text', value);
      if (!base64.test(value)) throw wrongType(path, 'base64 text', value);
      return new Uint8Array(Buffer.from(value, 'base64'));
    case 'string':
    case 'number':
    case 'boolean':
      if (typeof value !== shape.kind) throw wrongType(path, `a ${shape.kind}`, value);
      return value;
    default:
      return value;
  }
}

function decodeAt(shape: Shape, value: unknown, path: Path, step: string | number): unknown {
  path.push(step);
  const decoded = decode(shape, value, path);
  path.pop();
  return decoded;
}

function decodeStructure(shape: StructureShape, value: unknown, path: Path): Record<string, unknown> {
  if (!isRecord(value)) throw wrongType(path, `a structure ${shape.name}`, value);
  const decoded = changeEntries(value, (raw, name) => {
    const member = shape.members.get(name);
    if (member === undefined) {
      throw new ServiceError(
        'SerializationException',
        `${shape.name} has no member ${pathText(path)}.${name}`,
      );
    }
    return raw === null ? undefined : decodeAt(member.shape(), raw, path, name);
  });
  requireMembers(shape, decoded, { path });
  return decoded;
}

/** Maps the values of a record and drops undefined results. Returns the same record if nothing has changed. */
function changeEntries(
  record: Record<string, unknown>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  let changed = record;
  for (const name in record) {
    const before = record[name];
    const after = change(before, name);
    if (after === before) continue;
    if (changed === record) changed = { ...record };
    if (after === undefined) delete changed[name];
    else setEntry(changed, name, after);
  }
  return changed;
}

/** Maps the items of a list. Returns the same list if nothing has changed. */
function changeItems(items: unknown[], change: (item: unknown, index: number) => unknown): unknown[] {
  let changed = items;
  for (let index = 0; index < items.length; index++) {
    const after = change(items[index], index);
    if (after === items[index]) continue;
    if (changed === items) changed = [...items];
    changed[index] = after;
  }
  return changed;
}

/** @throws ServiceError with `code` and AWS's message, for all required members that are missing. */
export function requireMembers(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  { path = [], code = 'ValidationException' }: { path?: Path; code?: string } = {},
): void {
  if (shape.required.every(({ name }) => value[name] !== undefined)) return;
  const missing = shape.required.filter(({ name }) => value[name] === undefined);
  const validation = new Validation(code);
  for (const { name } of missing) {
    const field = `${pathText(path)}.${name}`.replace(/^\./, '');
    validation.required(undefined, field.charAt(0).toLowerCase() + field.slice(1));
  }
  validation.done();
}

/**
 * Encodes a response as JSON values. Values that need no conversion are not copied. An unknown member is a bug of ours
 * and throws.
 */
export function encodeJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      if (!isRecord(value)) throw new Error(`${shape.name} is answered with ${String(value)}`);
      return changeEntries(value, (raw, name) => {
        if (raw === undefined) return undefined;
        const member = shape.members.get(name);
        if (member === undefined) throw new Error(`${shape.name} has no member ${name}`);
        return encodeJson(member.shape(), raw);
      });
    case 'list': {
      if (!Array.isArray(value)) throw new Error('a list is answered with something else');
      const item = shape.item();
      return changeItems(value, (raw) => encodeJson(item, raw));
    }
    case 'map': {
      if (!isRecord(value)) throw new Error('a map is answered with something else');
      const item = shape.value();
      return changeEntries(value, (raw) => encodeJson(item, raw));
    }
    case 'timestamp':
      return value instanceof Date ? value.getTime() / 1000 : value;
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    default:
      return value;
  }
}

/** A path as error messages show it: `.Item.key[0]`. */
function pathText(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

function wrongType(path: Path, allowed: string, value: unknown): ServiceError {
  const field = pathText(path).replace(/^\./, '') || 'the request';
  return new ServiceError(
    'SerializationException',
    `${field} must be ${allowed}; received ${JSON.stringify(value)}`,
  );
}
