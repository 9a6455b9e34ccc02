import type {
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageBatchResult,
} from '@aws-sdk/client-sqs';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { messageAttributesBytes } from '../message-attributes.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { sendToQueue } from '../send-to-queue.ts';
import { checkBatch, runBatch } from '../sqs-batch.ts';

/** The largest total size of a batch (SQS quotas). */
const BATCH_BYTES_MAX = 1_048_576;

/** SendMessageBatch. An entry that SendMessage would refuse fails on its own. */
export function sendMessageBatch(
  queues: QueueDirectory,
): Operation<SendMessageBatchRequest, SendMessageBatchResult> {
  return queueOperation(queues, 'SendMessage', (queue, input: SendMessageBatchRequest, senderId) => {
    checkBatch(input.Entries, 'SendMessageBatchRequestEntry');
    const entries = input.Entries ?? [];
    checkBatchBytes(entries);
    return runBatch(entries, (entry) => ({ Id: entry.Id, ...sendToQueue(queue, entry, senderId) }));
  });
}

function checkBatchBytes(entries: readonly SendMessageBatchRequestEntry[]): void {
  let bytes = 0;
  for (const { MessageBody = '', MessageAttributes } of entries)
    bytes += Buffer.byteLength(MessageBody) + messageAttributesBytes(MessageAttributes);
  if (bytes > BATCH_BYTES_MAX)
    throw new ServiceError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
    );
}
