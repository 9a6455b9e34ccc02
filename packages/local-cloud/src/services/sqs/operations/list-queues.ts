import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { authorization, type QueueDirectory } from '../queue-directory.ts';
import { queuePage } from '../queue-page.ts';

/** ListQueues by name prefix, in the order of declaration. */
export function listQueues(queues: QueueDirectory): Operation<ListQueuesRequest, ListQueuesResult> {
  return {
    authorize: () => [authorization('ListQueues', '*')],
    run(input) {
      const prefix = input.QueueNamePrefix ?? '';
      const found = queues.all().filter((queue) => queue.name.startsWith(prefix));
      const { urls, nextToken } = queuePage(found, input, prefix);
      return { QueueUrls: urls.length > 0 ? urls : undefined, NextToken: nextToken };
    },
  };
}
