import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
} from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { changeVisibility } from '../change-visibility.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { checkBatch, runBatch } from '../sqs-batch.ts';

/** ChangeMessageVisibilityBatch. */
export function changeMessageVisibilityBatch(
  queues: QueueDirectory,
): Operation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult> {
  return queueOperation(
    queues,
    'ChangeMessageVisibility',
    (queue, input: ChangeMessageVisibilityBatchRequest) => {
      checkBatch(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
      return runBatch(input.Entries ?? [], (entry) => {
        changeVisibility(queue, entry);
        return { Id: entry.Id };
      });
    },
  );
}
