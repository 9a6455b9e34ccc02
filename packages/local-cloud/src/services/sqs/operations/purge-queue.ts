import type { PurgeQueueRequest } from '@aws-sdk/client-sqs';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Queue } from '../queue.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';

/** The shortest time between two purges of a queue (SQS API, PurgeQueueInProgress). */
const PURGE_SECONDS = 60;

/** PurgeQueue, at most once a minute per queue. */
export function purgeQueue(queues: QueueDirectory): Operation<PurgeQueueRequest, Record<string, never>> {
  const purgedMs = new Map<Queue, number>();
  return queueOperation(queues, 'PurgeQueue', (queue) => {
    const { nowMs } = queues.host.timeline;
    const lastMs = purgedMs.get(queue) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < PURGE_SECONDS * 1000)
      throw new ServiceError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every ${PURGE_SECONDS} seconds.`,
        { statusCode: 403 },
      );
    purgedMs.set(queue, nowMs);
    queue.purge();
    return {};
  });
}
