import type {
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
} from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { queuePage } from '../queue-page.ts';

/** ListDeadLetterSourceQueues. */
export function listDeadLetterSourceQueues(
  queues: QueueDirectory,
): Operation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult> {
  return queueOperation(
    queues,
    'ListDeadLetterSourceQueues',
    (queue, input: ListDeadLetterSourceQueuesRequest) => {
      const { urls, nextToken } = queuePage(queues.sourcesOf(queue.arn), input, queue.arn);
      return { queueUrls: urls, NextToken: nextToken };
    },
  );
}
