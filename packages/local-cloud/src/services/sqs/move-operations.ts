import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import type { Authorization, Operation } from '../../core/service.ts';
import { MoveTasks, sourceArnOf } from './move-tasks.ts';
import { authorization, type QueueDirectory } from './queue-directory.ts';
import { invalidValue, required } from './sqs-errors.ts';

/** Tasks of one ListMessageMoveTasks (SQS API: 1..10, default 1). */
const LIST_MAX = 10;

/** StartMessageMoveTask, ListMessageMoveTasks, CancelMessageMoveTask. */
export function moveOperations(queues: QueueDirectory): {
  StartMessageMoveTask: Operation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult>;
  ListMessageMoveTasks: Operation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult>;
  CancelMessageMoveTask: Operation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult>;
} {
  const tasks = new MoveTasks(queues);
  return {
    StartMessageMoveTask: {
      authorize: (input) => authorizeStart(queues, input),
      run: (input) => ({ TaskHandle: tasks.start(input) }),
    },
    ListMessageMoveTasks: {
      authorize: (input) => [authorization('ListMessageMoveTasks', required('SourceArn', input.SourceArn))],
      run: (input) => {
        const count = input.MaxResults ?? 1;
        if (count < 1 || count > LIST_MAX)
          throw invalidValue('MaxResults', count, `Must be between 1 and ${LIST_MAX}, if provided.`);
        return { Results: tasks.list(required('SourceArn', input.SourceArn), count) };
      },
    },
    CancelMessageMoveTask: {
      authorize: (input) => {
        const sourceArn = sourceArnOf(required('TaskHandle', input.TaskHandle));
        return sourceArn === undefined ? [] : moving('CancelMessageMoveTask', sourceArn);
      },
      run: (input) => ({
        ApproximateNumberOfMessagesMoved: tasks.cancel(required('TaskHandle', input.TaskHandle)),
      }),
    },
  };
}

/** The mover's own permissions count: it must be able to take from the source and to send to each destination. */
function authorizeStart(queues: QueueDirectory, input: StartMessageMoveTaskRequest): Authorization[] {
  const sourceArn = required('SourceArn', input.SourceArn);
  const origins = queues.sourcesOf(sourceArn).map((queue) => queue.arn);
  const destinations = input.DestinationArn === undefined ? origins : [input.DestinationArn];
  return [
    ...moving('StartMessageMoveTask', sourceArn),
    ...destinations.map((arn) => authorization('SendMessage', arn)),
  ];
}

function moving(action: string, sourceArn: string): Authorization[] {
  const actions = [action, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return actions.map((needed) => authorization(needed, sourceArn));
}
