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
  refuseTypes(input);
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
  throw noType();
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

/** Refuses a value without a type, and one with several. A number that is none comes first. Recorded. */
function refuseTypes(input: AttributeValue): void {
  let count = 0;
  for (const content of Object.values(input)) if (content !== undefined) count++;
  if (count === 1) return;
  if (count === 0) throw noType();
  if (input.N !== undefined) parseNumber(input.N);
  if (input.NS !== undefined) setValue('NS', input.NS.map(parseNumber));
  throw validation(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  );
}

function noType(): Error {
  return validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function nullValue(flag: boolean): null {
  if (flag) return null;
  throw invalidParameter('Null attribute value types must have the value of true');
}

function setValue(type: SetType, members: readonly Scalar[]): ValueSet {
  if (members.length === 0) throw invalidParameter(emptySets[type]);
  const set = new ValueSet(type, members);
  if (set.members.size === members.length) return set;
  if (type === 'NS') throw validation('Input collection contains duplicates');
  const texts = members.map((member) =>
    member instanceof Uint8Array ? Buffer.from(member).toString('base64') : scalarKey(member),
  );
  const shown = `Input collection [${texts.join(', ')}]`;
  throw invalidParameter(`${shown}${type === 'BS' ? 'of type BS' : ''} contains duplicates.`);
}

/** The words are AWS's. */
const emptySets = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
} as const;

function decodeSet(set: ValueSet): AttributeValue {
  const members = [...set.members.values()];
  if (set.type === 'BS') {
    return { BS: members.filter((member) => member instanceof Uint8Array).map((bytes) => bytes.slice()) };
  }
  const texts = members.map(scalarKey);
  return set.type === 'SS' ? { SS: texts } : { NS: texts };
}
