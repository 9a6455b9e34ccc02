import type { Queue } from './queue.ts';
import { invalidValue } from './sqs-errors.ts';

/** Queues of one page of a list; without MaxResults AWS gives up to these and no token (SQS API). */
const LIST_MAX = 1000;

/** A page of queue URLs. Only a request with MaxResults gets a token. */
export function queuePage(
  found: readonly Queue[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { urls: string[]; nextToken: string | undefined } {
  const size = input.MaxResults ?? LIST_MAX;
  if (size < 1 || size > LIST_MAX)
    throw invalidValue('MaxResults', size, `Must be between 1 and ${LIST_MAX}.`);
  const start = Number(input.NextToken ?? 0);
  if (!Number.isInteger(start) || start < 0)
    throw invalidValue('NextToken', input.NextToken, 'Invalid token.');
  const end = start + size;
  const hasMore = input.MaxResults !== undefined && end < found.length;
  return {
    urls: found.slice(start, end).map((queue) => queue.url),
    nextToken: hasMore ? String(end) : undefined,
  };
}
