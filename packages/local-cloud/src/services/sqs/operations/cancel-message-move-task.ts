import type { CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { moveAuthorizations } from '../move-authorizations.ts';
import { type MoveTasks, sourceArnOf } from '../move-tasks.ts';
import { required } from '../sqs-errors.ts';

/** CancelMessageMoveTask. Messages that were moved already are not moved back. */
export function cancelMessageMoveTask(
  tasks: MoveTasks,
): Operation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult> {
  return {
    authorize(input) {
      const sourceArn = sourceArnOf(required('TaskHandle', input.TaskHandle));
      return sourceArn === undefined ? [] : moveAuthorizations('CancelMessageMoveTask', sourceArn);
    },
    run: (input) => ({
      ApproximateNumberOfMessagesMoved: tasks.cancel(required('TaskHandle', input.TaskHandle)),
    }),
  };
}
