import type { Operation } from '../../core/service.ts';
import { MoveTasks } from './move-tasks.ts';
import { cancelMessageMoveTask } from './operations/cancel-message-move-task.ts';
import { changeMessageVisibility } from './operations/change-message-visibility.ts';
import { changeMessageVisibilityBatch } from './operations/change-message-visibility-batch.ts';
import { deleteMessage } from './operations/delete-message.ts';
import { deleteMessageBatch } from './operations/delete-message-batch.ts';
import { getQueueAttributes } from './operations/get-queue-attributes.ts';
import { getQueueUrl } from './operations/get-queue-url.ts';
import { listDeadLetterSourceQueues } from './operations/list-dead-letter-source-queues.ts';
import { listMessageMoveTasks } from './operations/list-message-move-tasks.ts';
import { listQueues } from './operations/list-queues.ts';
import { purgeQueue } from './operations/purge-queue.ts';
import { receiveMessage } from './operations/receive-message.ts';
import { sendMessage } from './operations/send-message.ts';
import { sendMessageBatch } from './operations/send-message-batch.ts';
import { setQueueAttributes } from './operations/set-queue-attributes.ts';
import { startMessageMoveTask } from './operations/start-message-move-task.ts';
import type { QueueDirectory } from './queue-directory.ts';

/** The operations by API name, each in a file of its name. */
export function sqsOperations(queues: QueueDirectory) {
  const tasks = new MoveTasks(queues);
  return {
    CancelMessageMoveTask: cancelMessageMoveTask(tasks),
    ChangeMessageVisibility: changeMessageVisibility(queues),
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(queues),
    DeleteMessage: deleteMessage(queues),
    DeleteMessageBatch: deleteMessageBatch(queues),
    GetQueueAttributes: getQueueAttributes(queues),
    GetQueueUrl: getQueueUrl(queues),
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues(queues),
    ListMessageMoveTasks: listMessageMoveTasks(tasks),
    ListQueues: listQueues(queues),
    PurgeQueue: purgeQueue(queues),
    ReceiveMessage: receiveMessage(queues),
    SendMessage: sendMessage(queues),
    SendMessageBatch: sendMessageBatch(queues),
    SetQueueAttributes: setQueueAttributes(queues),
    StartMessageMoveTask: startMessageMoveTask(queues, tasks),
  } satisfies Record<string, Operation>;
}
