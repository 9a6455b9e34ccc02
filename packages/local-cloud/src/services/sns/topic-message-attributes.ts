import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { ServiceError } from '../../core/service.ts';

/** The longest name of an attribute, in bytes. */
const nameBytesMax = 256;
const types = /^(String|Number|Binary)(\..+)?$/;
const prefix = /^(String|Number|Binary)/;

/** Refuses attributes that SNS refuses, in its words (recorded). */
export function checkTopicAttributes(attributes: Readonly<Record<string, MessageAttributeValue>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const problem = problemOfName(name) ?? problemOfValue(name, value);
    if (problem !== undefined) throw new ServiceError('ParameterValueInvalid', problem);
  }
}

function problemOfName(name: string): string | undefined {
  if (Buffer.byteLength(name) > nameBytesMax)
    return `Length of message attribute name must be less than ${nameBytesMax} bytes.`;
  const [other] = /[^a-zA-Z0-9_.-]/u.exec(name) ?? [];
  if (other !== undefined) {
    const sign = other.codePointAt(0)?.toString(16).toUpperCase();
    return `Invalid non-alphanumeric character '#x${sign}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`;
  }
  if (name.startsWith('.')) return "Invalid message attribute name starting with character '.' was found.";
  if (name.endsWith('.')) return "Invalid message attribute name ending with character '.' was found.";
  if (name.includes('..')) return "Message attribute name can not have successive '.' character.";
  return undefined;
}

function problemOfValue(
  name: string,
  { DataType: type = '', StringValue: text, BinaryValue: bytes }: MessageAttributeValue,
): string | undefined {
  const attribute = `The message attribute '${name}'`;
  if (!types.test(type))
    return `${attribute} has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
  const field = type.startsWith('Binary') ? 'Binary' : 'String';
  const [value, other] = field === 'Binary' ? [bytes, text] : [text, bytes];
  if (isEmpty(value) && !isEmpty(other))
    return `${attribute} with type '${prefix.exec(type)?.[0]}' must use field '${field}'.`;
  if (isEmpty(value))
    return `${attribute} must contain non-empty message attribute value for message attribute type '${type}'.`;
  return undefined;
}

function isEmpty(value: string | Uint8Array | undefined): boolean {
  return value === undefined || value.length === 0;
}
