import type { ListMessageMoveTasksRequest, ListMessageMoveTasksResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import type { MoveTasks } from '../move-tasks.ts';
import { authorization } from '../queue-directory.ts';
import { invalidValue, required } from '../sqs-errors.ts';

/** The most tasks in one response (SQS API: 1..10, default 1). */
const LIST_MAX = 10;

/** ListMessageMoveTasks: the latest tasks of a source queue. */
export function listMessageMoveTasks(
  tasks: MoveTasks,
): Operation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult> {
  return {
    authorize: (input) => [authorization('ListMessageMoveTasks', required('SourceArn', input.SourceArn))],
    run(input) {
      const count = input.MaxResults ?? 1;
      if (count < 1 || count > LIST_MAX)
        throw invalidValue('MaxResults', count, `Must be between 1 and ${LIST_MAX}, if provided.`);
      return { Results: tasks.list(required('SourceArn', input.SourceArn), count) };
    },
  };
}
