import type { ChangeMessageVisibilityRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { changeVisibility } from '../change-visibility.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';

/** ChangeMessageVisibility. */
export function changeMessageVisibility(
  queues: QueueDirectory,
): Operation<ChangeMessageVisibilityRequest, Record<string, never>> {
  return queueOperation(queues, 'ChangeMessageVisibility', (queue, input: ChangeMessageVisibilityRequest) => {
    changeVisibility(queue, input);
    return {};
  });
}
