import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { sendToQueue } from '../send-to-queue.ts';

/** SendMessage. */
export function sendMessage(queues: QueueDirectory): Operation<SendMessageRequest, SendMessageResult> {
  return queueOperation(queues, 'SendMessage', (queue, input: SendMessageRequest, senderId) =>
    sendToQueue(queue, input, senderId),
  );
}
