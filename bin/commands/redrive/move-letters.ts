import type { SQSClient } from '@aws-sdk/client-sqs';
import { mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import { chunk } from '../../../lambdas/shared/domain/commands/order.ts';
import { describeRefusal } from '../../account/refusal.ts';
import { type EndedLetter, isOfUse, type JudgedLetter, type Letter } from './letter.ts';

/** How many letters are on their way at once. */
const lettersAtOnce = 10;
/** SQS changes at most ten messages at once (SQS API reference). */
const messagesPerCallMax = 10;

/**
 * Sends letters back to their queues, and deletes those of no use if that is asked for. Each is sent first and deleted
 * after: whoever dies in between leaves a letter that is sent twice, which Muster decides about twice and acts on once.
 * What stays is let go, so that others see it.
 */
export async function moveLetters(
  client: SQSClient,
  letters: readonly JudgedLetter[],
  discards: boolean,
): Promise<EndedLetter[]> {
  const ended = await mapConcurrently(letters, lettersAtOnce, (judged) => end(client, judged, discards));
  const staying = ended.filter(({ end }) => end !== 'sentBack' && end !== 'deleted');
  await release(
    client,
    staying.map(({ letter }) => letter),
  );
  return ended;
}

/** Lets others see letters again. It is a courtesy: without it they come back a little later. */
export async function release(client: SQSClient, letters: readonly Letter[]): Promise<void> {
  const { ChangeMessageVisibilityBatchCommand } = await import('@aws-sdk/client-sqs');
  const urls = [...new Set(letters.map(({ queue }) => queue.url))];
  const batches = urls.flatMap((url) => {
    const own = letters.filter(({ queue }) => queue.url === url);
    return chunk(own, messagesPerCallMax).map((some) => ({ url, some }));
  });
  await mapConcurrently(batches, lettersAtOnce, async ({ url, some }) => {
    const Entries = some.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries });
    await client.send(command).catch(() => undefined);
  });
}

async function end(client: SQSClient, judged: JudgedLetter, discards: boolean): Promise<EndedLetter> {
  const { letter } = judged;
  if (isOfUse(judged)) {
    const unsent = await send(client, letter);
    if (unsent !== undefined) return { ...judged, end: 'notSent', refusal: unsent };
    const undeleted = await remove(client, letter);
    return undeleted === undefined
      ? { ...judged, end: 'sentBack' }
      : { ...judged, end: 'sentAndKept', refusal: undeleted };
  }
  if (!discards) return { ...judged, end: 'kept' };
  const undeleted = await remove(client, letter);
  return undeleted === undefined
    ? { ...judged, end: 'deleted' }
    : { ...judged, end: 'notDeleted', refusal: undeleted };
}

/** Puts the body of a letter into the queue to which it belongs, and returns why that was refused. */
async function send(client: SQSClient, { queue, body }: Letter): Promise<string | undefined> {
  const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
  return refusalOf(
    'sqs:SendMessage',
    client.send(new SendMessageCommand({ QueueUrl: queue.backToUrl, MessageBody: body })),
  );
}

async function remove(client: SQSClient, { queue, receiptHandle }: Letter): Promise<string | undefined> {
  const { DeleteMessageCommand } = await import('@aws-sdk/client-sqs');
  const command = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: receiptHandle });
  return refusalOf('sqs:DeleteMessage', client.send(command));
}

async function refusalOf(operation: string, answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    return describeRefusal(operation, error, 'steer');
  }
}
