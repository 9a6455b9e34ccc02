import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
} from '@aws-sdk/client-sqs';
import type { Operation } from '../../core/service.ts';
import { checkBatch, runBatch } from './batch.ts';
import { type Queue, VISIBILITY_SECONDS_MAX } from './queue.ts';
import { type QueueDirectory, queueOperation } from './queue-directory.ts';
import { invalidValue, required } from './sqs-errors.ts';

/** What is done with a receipt handle: DeleteMessage, ChangeMessageVisibility, and both in batches. */
export function receiptOperations(queues: QueueDirectory): {
  DeleteMessage: Operation<DeleteMessageRequest, Record<string, never>>;
  DeleteMessageBatch: Operation<DeleteMessageBatchRequest, DeleteMessageBatchResult>;
  ChangeMessageVisibility: Operation<ChangeMessageVisibilityRequest, Record<string, never>>;
  ChangeMessageVisibilityBatch: Operation<
    ChangeMessageVisibilityBatchRequest,
    ChangeMessageVisibilityBatchResult
  >;
} {
  return {
    DeleteMessage: queueOperation(queues, 'DeleteMessage', (queue, input: DeleteMessageRequest) => {
      queue.delete(required('ReceiptHandle', input.ReceiptHandle));
      return {};
    }),
    DeleteMessageBatch: queueOperation(queues, 'DeleteMessage', (queue, input: DeleteMessageBatchRequest) => {
      checkBatch(input.Entries, 'DeleteMessageBatchRequestEntry');
      return runBatch(input.Entries ?? [], (entry) => {
        queue.delete(required('ReceiptHandle', entry.ReceiptHandle));
        return { Id: entry.Id };
      });
    }),
    ChangeMessageVisibility: queueOperation(
      queues,
      'ChangeMessageVisibility',
      (queue, input: ChangeMessageVisibilityRequest) => {
        changeVisibility(queue, input);
        return {};
      },
    ),
    ChangeMessageVisibilityBatch: queueOperation(
      queues,
      'ChangeMessageVisibility',
      (queue, input: ChangeMessageVisibilityBatchRequest) => {
        checkBatch(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
        return runBatch(input.Entries ?? [], (entry) => {
          changeVisibility(queue, entry);
          return { Id: entry.Id };
        });
      },
    ),
  };
}

function changeVisibility(
  queue: Queue,
  input: { ReceiptHandle: string | undefined; VisibilityTimeout?: number | undefined },
): void {
  const handle = required('ReceiptHandle', input.ReceiptHandle);
  const seconds = required('VisibilityTimeout', input.VisibilityTimeout);
  if (seconds < 0 || seconds > VISIBILITY_SECONDS_MAX)
    throw invalidValue(
      'VisibilityTimeout',
      seconds,
      `Must be between 0 and ${VISIBILITY_SECONDS_MAX}, if provided.`,
    );
  queue.changeVisibility(handle, seconds);
}
