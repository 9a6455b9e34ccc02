import { setEntry } from '../../core/own-entry.ts';
import type { MessageAttributes, StoredMessage } from '../sqs/message.ts';
import { md5OfAttributes } from '../sqs/message-attributes.ts';
import { md5OfBody } from '../sqs/message-content.ts';
import type { Queue } from '../sqs/queue.ts';
import { systemAttributes } from '../sqs/received-message.ts';

/** A message attribute as Lambda passes it: text, or a binary value in base64. */
export interface SqsRecordAttribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
  readonly dataType: string;
}

/** The record that Lambda makes of a received message. All times in it are text. */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, SqsRecordAttribute>>;
  readonly md5OfMessageAttributes?: string;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** The event of one invocation. */
export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

/**
 * The bytes that a record adds to the payload besides body and attributes: ids, checksums, ARNs, and a receipt handle
 * of AWS's length (about 410 characters). Local handles are shorter, but no more records must fit than on AWS.
 */
const METADATA_BYTES = 900;

/** Creates the record of a message that a poller has just received from `queue`. */
export function toRecord(queue: Queue, message: StoredMessage, awsRegion: string): SqsRecord {
  const { attributes } = message;
  return {
    messageId: message.id,
    receiptHandle: queue.receiptHandle(message),
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: attributes === undefined ? {} : toRecordAttributes(attributes),
    ...(attributes !== undefined && { md5OfMessageAttributes: md5OfAttributes(attributes) }),
    md5OfBody: md5OfBody(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion,
  };
}

/** The bytes of a record in the payload of an invocation. */
export function recordBytes(record: SqsRecord): number {
  const attributes =
    Object.keys(record.messageAttributes).length > 0 ? JSON.stringify(record.messageAttributes) : '';
  return METADATA_BYTES + Buffer.byteLength(JSON.stringify(record.body)) + Buffer.byteLength(attributes);
}

function toRecordAttributes(attributes: MessageAttributes): Record<string, SqsRecordAttribute> {
  const converted: Record<string, SqsRecordAttribute> = {};
  for (const [name, value] of Object.entries(attributes)) {
    setEntry(converted, name, {
      ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
      ...(value.BinaryValue !== undefined && {
        binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
      }),
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType ?? '',
    });
  }
  return converted;
}
