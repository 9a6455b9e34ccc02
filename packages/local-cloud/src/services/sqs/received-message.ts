import type { Message, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { StoredMessage } from './message.ts';
import { md5OfAttributes, selectAttributes } from './message-attributes.ts';
import { md5OfBody } from './message-content.ts';
import type { Queue } from './queue.ts';

/** The requested system attributes of a received message, by name or by `All`. */
export function systemAttributes(
  message: StoredMessage,
  names: readonly string[] = ['All'],
): Record<string, string> {
  const all: Record<string, string> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentMs),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
  };
  if (message.deadLetterSourceArn !== undefined)
    all['DeadLetterQueueSourceArn'] = message.deadLetterSourceArn;
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

export function renderMessage(queue: Queue, message: StoredMessage, input: ReceiveMessageRequest): Message {
  const names = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const attributes = systemAttributes(message, names);
  const selected = selectAttributes(message.attributes, input.MessageAttributeNames ?? []);
  return {
    MessageId: message.id,
    ReceiptHandle: queue.receiptHandle(message),
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(selected !== undefined && {
      MessageAttributes: { ...selected },
      MD5OfMessageAttributes: md5OfAttributes(selected),
    }),
  };
}
