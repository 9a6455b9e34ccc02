import type * as z from 'zod/mini';
import { parseJson } from '../domain/parse-json.ts';
import { describeIssues, reportInput } from './parse.ts';

/** The part of a queue record that is read. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  /** SQS gives them always; a test may leave them out. `SentTimestamp` is in epoch milliseconds. */
  readonly attributes?: { readonly SentTimestamp?: string };
}

/** A queue record, and how often its message has been delivered. */
export interface DeliveredRecord extends QueueRecord {
  readonly attributes: { readonly ApproximateReceiveCount: string; readonly SentTimestamp?: string };
}

/**
 * A message that comes back after this many deliveries, which take more than an hour, is unsettled. A person should know,
 * long before it is dead.
 */
const deliveriesMany = 5;

/** How many of the messages that come back have been delivered many times. */
export function countUnsettled(
  records: readonly DeliveredRecord[],
  failures: readonly { readonly itemIdentifier: string }[],
): number {
  const again = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return records.filter(
    ({ messageId, attributes }) =>
      again.has(messageId) && Number(attributes.ApproximateReceiveCount) >= deliveriesMany,
  ).length;
}

/**
 * The content of a queue record, and the id of its message, by which the queue delivers the message again.
 */
export interface Received<T> {
  readonly messageId: string;
  readonly content: T;
}

/**
 * A record that does not belong in its queue, and what is wrong with it. Only this record goes to the
 * dead-letter queue.
 */
export interface UnreadableRecord {
  readonly messageId: string;
  readonly problem: string;
}

/** Reads the events in queue records. Each record stands or falls alone. */
export function readRecords<E, T>(
  records: readonly QueueRecord[],
  form: z.ZodMiniType<E>,
  toContent: (event: E, record: QueueRecord) => T,
): { received: Received<T>[]; unreadable: UnreadableRecord[] } {
  const received: Received<T>[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const record of records) {
    const { messageId, body } = record;
    const event = form.safeParse(parseJson(body), reportInput);
    if (event.success) received.push({ messageId, content: toContent(event.data, record) });
    else unreadable.push({ messageId, problem: describeIssues(event.error.issues) });
  }
  return { received, unreadable };
}

/**
 * The answer to the queue. The messages of these contents come back after the visibility timeout, each once,
 * and so do the unreadable ones. Everything else is done.
 */
export function deliverAgain<T>(
  received: readonly Received<T>[],
  contents: readonly T[],
  unreadable: readonly UnreadableRecord[],
): { batchItemFailures: { itemIdentifier: string }[] } {
  const again = new Set(contents);
  const failed = [...unreadable, ...received.filter(({ content }) => again.has(content))];
  const messageIds = new Set(failed.map(({ messageId }) => messageId));
  return { batchItemFailures: [...messageIds].map((itemIdentifier) => ({ itemIdentifier })) };
}
