import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** The user's attributes of a message, by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/**
 * Where a message is. `gone` covers deleted, expired, purged and moved by a move task; a dead-lettered message is in
 * its new queue.
 */
export type MessageState = 'delayed' | 'visible' | 'inFlight' | 'gone';

/** What a sender gives. It has been checked; the strings are shared with the sender, never copied. */
export interface MessageContent {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** The unique id of the sending principal, as the `SenderId` attribute shows it. */
  readonly senderId: string;
}

/**
 * One message in a queue. Times are virtual epoch milliseconds; 0 means never. Only its queue changes it; whoever
 * received it must read it at once, because the next receive changes it.
 */
export class StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes | undefined;
  readonly senderId: string;
  /** When it was first sent; kept when it moves to a dead-letter queue, and what its retention counts from. */
  readonly sentMs: number;
  state: MessageState = 'gone';
  /** When it came into the queue it is in. */
  arrivedMs: number;
  /** When a delayed or received message becomes visible. */
  dueMs = 0;
  firstReceivedMs = 0;
  /** When it was last received: visibility cannot be extended past 12 hours from here. */
  receivedMs = 0;
  /** Receives over all queues. The receipt handle carries it, so each receive has a handle of its own. */
  receiveCount = 0;
  /** Receives in the queue it is in: what `maxReceiveCount` counts. */
  receivesHere = 0;
  /** The queue that gave it up, when this one is its dead-letter queue. */
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

/** The message and the receive that a handle stands for; undefined when this queue cannot have given it. */
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
