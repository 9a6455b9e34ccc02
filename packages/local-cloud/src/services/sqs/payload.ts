import { isRecord } from '../../core/is-record.ts';

/** The bytes of the messages in the input or the output of an operation: bodies, and attributes as JSON. */
export function payloadBytes(input: unknown, output: unknown): number {
  return [...carriersOf(input, 'Entries'), ...carriersOf(output, 'Messages')].reduce(
    (bytes, carrier) => bytes + messageBytes(carrier),
    0,
  );
}

/** What may carry a message: the value itself, and the members of its list. */
function carriersOf(value: unknown, list: string): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(value)) return [];
  const members: readonly unknown[] = Array.isArray(value[list]) ? value[list] : [];
  return [value, ...members.filter(isRecord)];
}

function messageBytes({
  MessageBody,
  Body = MessageBody,
  MessageAttributes,
}: Record<string, unknown>): number {
  const body = typeof Body === 'string' ? Buffer.byteLength(Body) : 0;
  return body + (isRecord(MessageAttributes) ? JSON.stringify(MessageAttributes).length : 0);
}
