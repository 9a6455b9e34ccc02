import { compareNumbers, Decimal, type NumberValue, numberSizeBytes, numberText } from './decimal.ts';

/**
 * Attribute values as the table stores them: compact and immutable. A string is an `S`, a number or `Decimal` an `N`, a
 * `Uint8Array` a `B`, a `Map` an `M`, an array an `L`, null a `NULL`.
 */
export type Value =
  | string
  | NumberValue
  | boolean
  | null
  | Uint8Array
  | ValueSet
  | readonly Value[]
  | ReadonlyMap<string, Value>;

/** The type names of DynamoDB. */
export const valueTypes = ['S', 'N', 'B', 'SS', 'NS', 'BS', 'M', 'L', 'NULL', 'BOOL'] as const;
export type ValueType = (typeof valueTypes)[number];

/** A member of a set. */
export type Scalar = string | NumberValue | Uint8Array;
export type SetType = 'SS' | 'NS' | 'BS';

/** A set: its type and its members, without duplicates, by their key text. */
export class ValueSet {
  readonly type: SetType;
  readonly members: ReadonlyMap<string, Scalar>;

  constructor(type: SetType, members: Iterable<Scalar>) {
    this.type = type;
    const byKey = new Map<string, Scalar>();
    for (const member of members) byKey.set(scalarKey(member), member);
    this.members = byKey;
  }
}

/** A string that is equal for equal scalars of one type. */
export function scalarKey(value: Scalar): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : numberText(value);
}

export function isNumber(value: Value | undefined): value is NumberValue {
  return typeof value === 'number' || value instanceof Decimal;
}

/** Whether a value can be a set member or a key. */
export function isScalar(value: Value | undefined): value is Scalar {
  return typeof value === 'string' || isNumber(value) || value instanceof Uint8Array;
}

export function isMap(value: Value | undefined): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The DynamoDB type of a value. */
export function typeOf(value: Value): ValueType {
  if (typeof value === 'string') return 'S';
  if (isNumber(value)) return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return 'B';
  if (value instanceof ValueSet) return value.type;
  return isList(value) ? 'L' : 'M';
}

/** Deep equality. Sets are unordered, numbers compare by value, and values of different types are unequal. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isScalar(a) && isScalar(b)) return typeOf(a) === typeOf(b) && compareScalars(a, b) === 0;
  if (a instanceof ValueSet && b instanceof ValueSet) return equalSets(a, b);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => equalAt(item, b[i]));
  if (isMap(a) && isMap(b)) {
    return a.size === b.size && [...a].every(([name, item]) => equalAt(item, b.get(name)));
  }
  return false;
}

/** Compares two scalars of one type: strings by UTF-8 bytes, numbers by value, binaries by unsigned bytes. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  throw new TypeError(`compareScalars got ${typeOf(a)} and ${typeOf(b)}; both must have one type`);
}

/** The bytes of a value in the size of an item. A list or map has 3 bytes, and one more for each element. */
export function valueSizeBytes(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isNumber(value)) return numberSizeBytes(value);
  if (typeof value === 'boolean' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  let size = 0;
  if (value instanceof ValueSet) {
    for (const member of value.members.values()) size += valueSizeBytes(member);
    return size;
  }
  size = 3;
  if (isList(value)) for (const item of value) size += 1 + valueSizeBytes(item);
  else for (const [name, item] of value) size += 1 + Buffer.byteLength(name) + valueSizeBytes(item);
  return size;
}

function equalAt(a: Value, b: Value | undefined): boolean {
  return b !== undefined && equalValues(a, b);
}

function equalSets(a: ValueSet, b: ValueSet): boolean {
  if (a.type !== b.type || a.members.size !== b.members.size) return false;
  for (const key of a.members.keys()) if (!b.members.has(key)) return false;
  return true;
}

/** Compares in UTF-16 order with surrogates after all other units. That equals the order of the UTF-8 bytes. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
