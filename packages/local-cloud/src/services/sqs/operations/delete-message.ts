import type { DeleteMessageRequest } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { required } from '../sqs-errors.ts';

/** DeleteMessage. */
export function deleteMessage(
  queues: QueueDirectory,
): Operation<DeleteMessageRequest, Record<string, never>> {
  return queueOperation(queues, 'DeleteMessage', (queue, input: DeleteMessageRequest) => {
    queue.delete(required('ReceiptHandle', input.ReceiptHandle));
    return {};
  });
}
