import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** The user-defined attributes of a message, by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/**
 * The state of a message. `gone` means deleted, expired, purged or moved by a move task. A dead-lettered message has
 * its state in the new queue.
 */
export type MessageState = 'delayed' | 'visible' | 'inFlight' | 'gone';

/** The checked content of a message. Its strings are shared with the sender, not copied. */
export interface MessageContent {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** The id of the sending principal, for the `SenderId` attribute. */
  readonly senderId: string;
}

/**
 * One message in a queue. Times are virtual epoch milliseconds; 0 means never. Only its queue changes it. A receiver
 * must read it at once, because the next receive changes it.
 */
export class StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  /** When it was first sent. It is kept in a dead-letter queue, and the retention period counts from it. */
  readonly sentMs: number;
  state: MessageState = 'gone';
  /** When it arrived in its current queue. */
  arrivedMs: number;
  /** When a delayed or received message becomes visible. */
  dueMs = 0;
  firstReceivedMs = 0;
  /** When it was last received. Its visibility timeout ends at most 12 hours later. */
  receivedMs = 0;
  /** The number of receives in all queues. The receipt handle contains it, so each receive has its own handle. */
  receiveCount = 0;
  /** The number of receives in the current queue, which `maxReceiveCount` limits. */
  receivesHere = 0;
  /** The source queue, if the current queue is its dead-letter queue. */
  deadLetterSourceArn: string | undefined;

  constructor(id: string, content: MessageContent, sentMs: number) {
    this.id = id;
    this.body = content.body;
    this.attributes = content.attributes;
    this.senderId = content.senderId;
    this.sentMs = sentMs;
    this.arrivedMs = sentMs;
  }
}

const ID_LENGTH = 36;
const RECEIVE = /^\.[0-9]+$/;

/** The receipt handle of the latest receive of `message` in the queue with this number. */
export function receiptHandleOf(queueNumber: number, message: StoredMessage): string {
  return `${handlePrefix(queueNumber)}${message.id}.${message.receiveCount}`;
}

/** The message and the receive of a handle, or undefined if the handle is not of this queue. */
export function parseReceiptHandle(
  queueNumber: number,
  handle: string,
): { messageId: string; receiveCount: number } | undefined {
  const prefix = handlePrefix(queueNumber);
  const idEnd = prefix.length + ID_LENGTH;
  const receive = handle.slice(idEnd);
  if (!handle.startsWith(prefix) || !RECEIVE.test(receive)) return undefined;
  return { messageId: handle.slice(prefix.length, idEnd), receiveCount: Number(receive.slice(1)) };
}

function handlePrefix(queueNumber: number): string {
  return `AQEB${queueNumber.toString(36)}.`;
}
