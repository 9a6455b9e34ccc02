import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { checkBatch, runBatch } from '../sqs-batch.ts';
import { required } from '../sqs-errors.ts';

/** DeleteMessageBatch. */
export function deleteMessageBatch(
  queues: QueueDirectory,
): Operation<DeleteMessageBatchRequest, DeleteMessageBatchResult> {
  return queueOperation(queues, 'DeleteMessage', (queue, input: DeleteMessageBatchRequest) => {
    checkBatch(input.Entries, 'DeleteMessageBatchRequestEntry');
    return runBatch(input.Entries ?? [], (entry) => {
      queue.delete(required('ReceiptHandle', entry.ReceiptHandle));
      return { Id: entry.Id };
    });
  });
}
