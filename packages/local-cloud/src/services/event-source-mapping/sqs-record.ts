import type { MessageAttributes, StoredMessage } from '../sqs/message.ts';
import { md5OfAttributes } from '../sqs/message-attributes.ts';
import { md5OfBody } from '../sqs/message-content.ts';
import type { Queue } from '../sqs/queue.ts';
import { systemAttributes } from '../sqs/received-message.ts';

/** A message attribute as Lambda hands it over: text, and binary values in base64. */
export interface SqsRecordAttribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
  readonly dataType: string;
}

/** One record of the event that Lambda makes of a received message; all times in it are text. */
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
 * What a record adds to the payload besides body and attributes: ids, sums, ARNs, and a receipt handle as long as those
 * of AWS (about 410 characters; the local ones are shorter, and must not let more records fit than AWS would).
 */
const METADATA_BYTES = 900;

/** The record of a message that `queue` has just given to a poller. */
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

/** The bytes a record takes in the payload of an invocation. */
export function recordBytes(record: SqsRecord): number {
  const attributes =
    Object.keys(record.messageAttributes).length > 0 ? JSON.stringify(record.messageAttributes) : '';
  return METADATA_BYTES + Buffer.byteLength(JSON.stringify(record.body)) + Buffer.byteLength(attributes);
}

function toRecordAttributes(attributes: MessageAttributes): Record<string, SqsRecordAttribute> {
  const converted: Record<string, SqsRecordAttribute> = {};
  for (const [name, value] of Object.entries(attributes)) {
    converted[name] = {
      ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
      ...(value.BinaryValue !== undefined && {
        binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
      }),
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType ?? '',
    };
  }
  return converted;
}
