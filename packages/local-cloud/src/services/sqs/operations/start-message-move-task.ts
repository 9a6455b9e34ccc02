import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from '@aws-sdk/client-sqs';
import type { Authorization, Operation } from '../../../core/service.ts';
import { moveAuthorizations } from '../move-authorizations.ts';
import type { MoveTasks } from '../move-tasks.ts';
import { authorization, type QueueDirectory } from '../queue-directory.ts';
import { required } from '../sqs-errors.ts';

/** StartMessageMoveTask. */
export function startMessageMoveTask(
  queues: QueueDirectory,
  tasks: MoveTasks,
): Operation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult> {
  return {
    authorize: (input) => authorizeStart(queues, input),
    run: (input) => ({ TaskHandle: tasks.start(input) }),
  };
}

/** The authorizations of the caller: to receive from the source and to send to each destination. */
function authorizeStart(queues: QueueDirectory, input: StartMessageMoveTaskRequest): Authorization[] {
  const sourceArn = required('SourceArn', input.SourceArn);
  const origins = queues.sourcesOf(sourceArn).map((queue) => queue.arn);
  const destinations = input.DestinationArn === undefined ? origins : [input.DestinationArn];
  return [
    ...moveAuthorizations('StartMessageMoveTask', sourceArn),
    ...destinations.map((arn) => authorization('SendMessage', arn)),
  ];
}
