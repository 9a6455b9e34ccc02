import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { refuse } from '../../account/refusal.ts';
import type { Letter, LetterQueue } from './letter.ts';

/** How long nobody else sees the letters that were read. Then they come back by themselves. */
export const hiddenSeconds = 600;

/** The most letters of a queue that one call deals with. */
const lettersMax = 10_000;
/** SQS gives and takes at most ten messages at once (SQS API reference). */
const messagesPerCallMax = 10;
const callsAtOnceMax = 10;
/** A long poll asks all servers of a queue, a short one only some (SQS developer guide). */
const waitSeconds = 2;

/** What was found in a queue. */
export interface FoundLetters {
  readonly queue: LetterQueue;
  readonly letters: readonly Letter[];
  /** How many somebody else looks at now, about. They come back when that is over. */
  readonly hidden: number;
  /** True when there are more than one call deals with. */
  readonly areMore: boolean;
}

/**
 * Receives the letters of a queue, and hides them from others for a while. The counts of SQS are approximate, so the end is
 * also where a round of long polls finds nothing.
 */
export async function readLetters(client: SQSClient, queue: LetterQueue): Promise<FoundLetters> {
  const letters = new Map<string, Letter>();
  const first = await count(client, queue);
  for (let visible = first.visible; visible > 0 && letters.size < lettersMax; ) {
    const calls = Math.min(Math.ceil(visible / messagesPerCallMax), callsAtOnceMax);
    const rounds = await Promise.all(Array.from({ length: calls }, () => receive(client, queue)));
    const found = rounds.flat();
    // A standard queue may deliver a message twice. The later receipt counts.
    for (const letter of found) letters.set(letter.messageId, letter);
    visible = found.length === 0 ? 0 : (await count(client, queue)).visible;
  }
  return {
    queue,
    letters: [...letters.values()].sort((a, b) => a.sentAtMs - b.sentAtMs),
    hidden: first.hidden,
    areMore: letters.size >= lettersMax,
  };
}

/** The approximate numbers of messages that can be received, and of those that somebody else has received. */
async function count(client: SQSClient, { url }: LetterQueue): Promise<{ visible: number; hidden: number }> {
  const { GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
  const command = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const { Attributes: found = {} } = await client
    .send(command)
    .catch((error: unknown) => refuse('sqs:GetQueueAttributes', error, 'steer'));
  return {
    visible: Number(found['ApproximateNumberOfMessages'] ?? 0),
    hidden: Number(found['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
}

async function receive(client: SQSClient, queue: LetterQueue): Promise<Letter[]> {
  const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const command = new ReceiveMessageCommand({
    QueueUrl: queue.url,
    MaxNumberOfMessages: messagesPerCallMax,
    VisibilityTimeout: hiddenSeconds,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['SentTimestamp', 'DeadLetterQueueSourceArn'],
    MessageAttributeNames: ['All'],
  });
  const { Messages: messages = [] } = await client
    .send(command)
    .catch((error: unknown) => refuse('sqs:ReceiveMessage', error, 'steer'));
  return messages.map((message) => toLetter(message, queue));
}

function toLetter(message: Message, queue: LetterQueue): Letter {
  const {
    MessageId = '',
    ReceiptHandle = '',
    Body = '',
    Attributes: system,
    MessageAttributes = {},
  } = message;
  const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [
    name,
    StringValue ?? '',
  ]);
  return {
    queue,
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAtMs: Number(system?.SentTimestamp ?? 0),
    isMoved: system?.DeadLetterQueueSourceArn !== undefined,
    attributes: Object.fromEntries(attributes),
  };
}
