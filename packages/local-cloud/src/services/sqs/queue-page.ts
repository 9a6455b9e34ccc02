import { type PageRequest, takePage } from '../../core/page.ts';
import type { Queue } from './queue.ts';
import { invalidValue } from './sqs-errors.ts';

/** The largest page. Without MaxResults, AWS returns up to this many queues and no token (SQS API). */
const LIST_MAX = 1000;

/** A page of queue URLs. `request` must be the same for every page. */
export function queuePage(
  found: readonly Queue[],
  input: PageRequest,
  request: unknown,
): { urls: string[]; nextToken: string | undefined } {
  const { MaxResults: size = LIST_MAX, NextToken: token } = input;
  if (size < 1 || size > LIST_MAX)
    throw invalidValue('MaxResults', size, `Must be between 1 and ${LIST_MAX}.`);
  const refuseToken = () => invalidValue('NextToken', token, 'Invalid token.');
  const { page, next } = takePage(found, input, { size, request, refuseToken });
  return {
    urls: page.map((queue) => queue.url),
    nextToken: input.MaxResults === undefined ? undefined : next.NextToken,
  };
}
