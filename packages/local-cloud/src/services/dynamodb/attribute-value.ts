import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setEntry } from '../../core/own-entry.ts';
import { numberText, parseNumber } from './decimal.ts';
import { invalidParameter, validation } from './dynamodb-errors.ts';
import type { Attributes } from './row.ts';
import { isList, isNumber, type Scalar, type SetType, scalarKey, type Value, ValueSet } from './value.ts';

/** How deep a document may nest. Source: DynamoDB quotas. */
const depthMax = 32;

const internSlots = 8192;
const interned: string[] = new Array<string>(internSlots).fill('');

/**
 * Decodes an attribute value of a request, and refuses what DynamoDB refuses. The result shares nothing with the input.
 */
export function encodeValue(input: AttributeValue, depth = 0): Value {
  const type = onlyType(input);
  if (input.S !== undefined) return intern(input.S);
  if (input.N !== undefined) return parseNumber(input.N);
  if (input.BOOL !== undefined) return input.BOOL;
  if (input.NULL !== undefined) return nullValue(input.NULL);
  if (input.B !== undefined) return input.B.slice();
  if (input.SS !== undefined) return setValue('SS', input.SS);
  if (input.NS !== undefined) return setValue('NS', input.NS.map(parseNumber));
  if (input.BS !== undefined) {
    return setValue(
      'BS',
      input.BS.map((bytes) => bytes.slice()),
    );
  }
  if (depth >= depthMax) throw validation('Nesting Levels have exceeded supported limits');
  if (input.L !== undefined) return input.L.map((item) => encodeValue(item, depth + 1));
  if (input.M !== undefined) return encodeAttributes(input.M, depth + 1);
  throw validation(`Supplied AttributeValue has the unknown datatype ${type}`);
}

/** Reads the attributes of an item or a map. */
export function encodeAttributes(input: Record<string, AttributeValue>, depth = 0): Map<string, Value> {
  const attributes = new Map<string, Value>();
  for (const name of Object.keys(input)) {
    const value = input[name];
    if (value !== undefined) attributes.set(name, encodeValue(value, depth));
  }
  return attributes;
}

/** Encodes a value for a response. The result is a copy. */
export function decodeValue(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (isNumber(value)) return { N: numberText(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value.slice() };
  if (value instanceof ValueSet) return decodeSet(value);
  if (isList(value)) return { L: value.map(decodeValue) };
  return { M: decodeAttributes(value) };
}

/** Writes the attributes of an item or a map for a response. */
export function decodeAttributes(attributes: Attributes): Record<string, AttributeValue> {
  const output: Record<string, AttributeValue> = {};
  attributes.forEach((value, name) => {
    setEntry(output, name, decodeValue(value));
  });
  return output;
}

/** Returns one object for equal strings, so that frequent statuses, reasons and names are stored once. */
export function intern(text: string): string {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const slot = (hash ^ (hash >>> 15)) & (internSlots - 1);
  const known = interned[slot];
  if (known === text) return known;
  interned[slot] = text;
  return text;
}

function onlyType(input: AttributeValue): string {
  let found = '';
  for (const [type, content] of Object.entries(input)) {
    if (content === undefined) continue;
    if (found !== '') {
      throw validation(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    found = type;
  }
  if (found !== '') return found;
  throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function nullValue(flag: boolean): null {
  if (flag) return null;
  throw invalidParameter('Null attribute value types must have the value of true');
}

function setValue(type: SetType, members: readonly Scalar[]): ValueSet {
  const names = { SS: 'string', NS: 'number', BS: 'binary' } as const;
  if (members.length === 0) throw invalidParameter(`An ${names[type]} set  may not be empty`);
  const set = new ValueSet(type, members);
  if (set.members.size === members.length) return set;
  if (type === 'NS') throw validation('Input collection contains duplicates');
  const texts = members.map(scalarKey).join(', ');
  throw invalidParameter(`Input collection [${texts}] contains duplicates.`);
}

function decodeSet(set: ValueSet): AttributeValue {
  const members = [...set.members.values()];
  if (set.type === 'BS') {
    return { BS: members.filter((member) => member instanceof Uint8Array).map((bytes) => bytes.slice()) };
  }
  const texts = members.map(scalarKey);
  return set.type === 'SS' ? { SS: texts } : { NS: texts };
}
