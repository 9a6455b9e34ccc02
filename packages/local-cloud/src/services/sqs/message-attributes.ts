import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { refuseMembers } from '../../core/refuse-members.ts';
import type { MessageAttributes } from './message.ts';
import { invalidParameter } from './sqs-errors.ts';

/** The most attributes of a message (SQS quotas). */
const ATTRIBUTES_MAX = 10;
const NAME = /^[A-Za-z0-9_.-]{1,256}$/;
const RESERVED_NAME = /^(aws|amazon)\./i;
const DATA_TYPE = /^(String|Number|Binary)(\..{1,249})?$/;
const NUMBER = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/;

/** Throws AWS's error for the first attribute that is not allowed. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > ATTRIBUTES_MAX)
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${ATTRIBUTES_MAX}].`,
    );
  for (const [name, value] of entries) {
    checkName(name);
    checkValue(name, value);
  }
}

/** The bytes that attributes add to the size of a message: names, types and values. */
export function messageAttributesBytes(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes ?? {}))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value.DataType ?? '') + valueBytes(value).length;
  return bytes;
}

/** AWS's MD5 of attributes: sorted names, each part with its length before it. */
export function md5OfAttributes(attributes: MessageAttributes): string {
  const hash = createHash('md5');
  for (const name of Object.keys(attributes).sort()) {
    const value = attributes[name];
    if (value === undefined) continue;
    for (const part of [Buffer.from(name), Buffer.from(value.DataType ?? '')]) hash.update(withLength(part));
    hash.update(Buffer.of(value.BinaryValue === undefined ? 1 : 2));
    hash.update(withLength(valueBytes(value)));
  }
  return hash.digest('hex');
}

/**
 * The attributes that a ReceiveMessage requests: by name, by `All`, `*` or `.*`, or by `prefix.*`. Undefined if there are
 * none.
 */
export function selectAttributes(
  attributes: MessageAttributes | undefined,
  names: readonly string[],
): MessageAttributes | undefined {
  if (attributes === undefined || names.length === 0) return undefined;
  const selected = Object.entries(attributes).filter(([name]) =>
    names.some((pattern) => matches(name, pattern)),
  );
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}

function matches(name: string, pattern: string): boolean {
  if (pattern === 'All' || pattern === '*' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : name === pattern;
}

function checkName(name: string): void {
  if (!NAME.test(name) || name.startsWith('.') || name.endsWith('.') || name.includes('..'))
    throw invalidParameter(
      `Message attribute name '${name}' is invalid. It can contain only A-Z a-z 0-9 underscore(_), hyphen(-), and period (.), must not start or end with a period, have periods in succession, or be longer than 256 characters.`,
    );
  if (RESERVED_NAME.test(name))
    throw invalidParameter(
      `Message attribute name '${name}' is invalid. It must not start with AWS-reserved prefixes such as AWS. or Amazon.`,
    );
}

function checkValue(name: string, value: MessageAttributeValue): void {
  refuseMembers('message attributes', value, ['StringListValues', 'BinaryListValues']);
  const type = DATA_TYPE.exec(value.DataType ?? '')?.[1];
  if (type === undefined)
    throw invalidParameter(
      `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  const text = type === 'Binary' ? undefined : value.StringValue;
  const isEmpty = type === 'Binary' ? (value.BinaryValue?.length ?? 0) === 0 : (text ?? '') === '';
  if (isEmpty)
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  if (type === 'Number' && !NUMBER.test(text ?? ''))
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
}

function valueBytes(value: MessageAttributeValue): Uint8Array {
  return value.BinaryValue ?? Buffer.from(value.StringValue ?? '');
}

function withLength(part: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return Buffer.concat([length, part]);
}
