import { isRecord } from '../is-record.ts';
import { setEntry } from '../own-entry.ts';
import { ServiceError } from '../service.ts';
import type { ScalarShape, Shape, StructureShape } from './shape.ts';

/**
 * Decodes JSON 1.0 and 1.1 requests. Timestamps are epoch seconds, blobs are base64. As in AWS, a value of the wrong
 * type is a SerializationException, in the words of AWS; `checkInput` finds what is missing. An unknown member is
 * refused too, because it is a bug of ours; AWS would ignore it. In a union it is ignored: what is left may be empty.
 * Values that need no conversion are not copied: the result may share parts with `value`. `namespace` is that of the
 * service's shapes.
 */
export function decodeJson(shape: Shape, value: unknown, namespace = ''): unknown {
  return decode(shape, value, { path: [], namespace, isInCollection: false });
}

/** The path to a value: member names, keys and list indexes. One mutable path serves the whole request. */
type Path = (string | number)[];

interface Place {
  readonly path: Path;
  readonly namespace: string;
  /** Whether the value is an item of a list or a value of a map. */
  isInCollection: boolean;
}

function decode(shape: Shape, value: unknown, place: Place): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape, value, place);
    case 'list': {
      if (!Array.isArray(value)) throw wrongCollection(shape, value, place);
      const item = shape.item();
      return changeItems(value, (raw, index) => decodeItem(item, raw, place, index));
    }
    case 'map': {
      if (!isRecord(value)) throw wrongCollection(shape, value, place);
      const item = shape.value();
      return changeEntries(value, (raw, key) => decodeItem(item, raw, place, key));
    }
    case 'timestamp':
      if (typeof value !== 'number') throw wrongScalar('Date', value);
      return new Date(value * 1000);
    case 'blob':
      return decodeBlob(value);
    case 'boolean':
      return decodeBoolean(value);
    case 'string':
      if (typeof value !== 'string') throw wrongScalar('String', value);
      return value;
    case 'number':
      if (typeof value !== 'number') throw wrongScalar('Integer', value);
      return value;
    default:
      return value;
  }
}

function decodeItem(shape: Shape, value: unknown, place: Place, step: string | number): unknown {
  place.isInCollection = true;
  place.path.push(step);
  const decoded = decode(shape, value, place);
  place.path.pop();
  return decoded;
}

function decodeAt(shape: Shape, value: unknown, place: Place, step: string): unknown {
  place.isInCollection = false;
  place.path.push(step);
  const decoded = decode(shape, value, place);
  place.path.pop();
  return decoded;
}

function decodeStructure(shape: StructureShape, value: unknown, place: Place): Record<string, unknown> {
  if (!isRecord(value)) throw wrongCollection(shape, value, place);
  return changeEntries(value, (raw, name) => {
    const member = shape.members.get(name);
    if (member === undefined && shape.isUnion) return undefined;
    if (member === undefined) throw unreadable(`${shape.name} has no member ${pathText(place.path)}.${name}`);
    return raw === null ? undefined : decodeAt(member.shape(), raw, place, name);
  });
}

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 'true', '1', 'yes'].map((text): [unknown, boolean] => [text, true]),
  ...[false, 'false', '0', 'no'].map((text): [unknown, boolean] => [text, false]),
]);

/** Some texts are booleans too. Recorded. */
function decodeBoolean(value: unknown): boolean {
  const truth = truths.get(typeof value === 'string' ? value.toLowerCase() : value);
  if (truth !== undefined) return truth;
  throw typeof value === 'string'
    ? unreadable('Unexpected token received from parser')
    : wrongScalar('Boolean', value);
}

function decodeBlob(value: unknown): Uint8Array {
  if (typeof value === 'object' && value !== null) throw wrongScalar('ByteBuffer', value);
  if (typeof value !== 'string') throw unreadable('only base-64-encoded strings are convertible to bytes');
  if (value.length % 4 !== 0)
    throw unreadable(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  const bytes = Buffer.from(value, 'base64');
  // The misspelling is AWS's.
  if (bytes.toString('base64') !== value) throw unreadable('Invalid last non-pad Base64 character dectected');
  return new Uint8Array(bytes);
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

/** A value that is not the list, map or structure that is meant. The words are recorded. */
function wrongCollection(shape: CollectionShape, value: unknown, place: Place): ServiceError {
  if (Array.isArray(value))
    return unreadable(`Unrecognized collection type ${javaType(shape, place.namespace)}`);
  if (isRecord(value)) return unreadable('Start of structure or map found where not expected');
  const isPayload = shape.kind === 'structure' && place.isInCollection;
  return unreadable(isPayload ? 'Unexpected value type in payload' : 'Unexpected field type');
}

type CollectionShape = Exclude<Shape, ScalarShape>;

function javaType(shape: Shape, namespace: string): string {
  if (shape.kind === 'structure') return `class ${namespace}.${shape.name}`;
  const inner = shape.kind === 'map' ? shape.value() : shape.kind === 'list' ? shape.item() : undefined;
  const name = inner === undefined ? '' : javaType(inner, namespace).replace('class ', '');
  if (shape.kind === 'map') return `java.util.Map<java.lang.String, ${name}>`;
  return shape.kind === 'list' ? `java.util.List<${name}>` : 'java.lang.String';
}

function wrongScalar(
  type: 'String' | 'Integer' | 'Boolean' | 'Date' | 'ByteBuffer',
  value: unknown,
): ServiceError {
  const folder = { String: 'lang', Integer: 'lang', Boolean: 'lang', Date: 'util', ByteBuffer: 'nio' }[type];
  if (Array.isArray(value)) return unreadable(`Unrecognized collection type class java.${folder}.${type}`);
  if (isRecord(value)) return unreadable('Start of structure or map found where not expected');
  return unreadable(`${tokenOf(value)} cannot be converted to ${type}`);
}

function tokenOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return value === null ? 'NULL_VALUE' : 'STRING_VALUE';
}

function unreadable(message: string): ServiceError {
  return new ServiceError('SerializationException', message);
}
