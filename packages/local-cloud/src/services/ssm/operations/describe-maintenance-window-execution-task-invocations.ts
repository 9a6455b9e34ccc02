import type {
  DescribeMaintenanceWindowExecutionTaskInvocationsRequest,
  DescribeMaintenanceWindowExecutionTaskInvocationsResult,
} from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { filterItems } from '../maintenance/maintenance-filters.ts';
import type { MaintenanceStore } from '../maintenance/maintenance-store.ts';
import { renderTaskInvocation } from '../maintenance/render-maintenance.ts';
import { takeWindowPage } from '../maintenance/window-page.ts';

/** DescribeMaintenanceWindowExecutionTaskInvocations, in the order in which they began. */
export function describeMaintenanceWindowExecutionTaskInvocations(
  store: MaintenanceStore,
): Operation<
  DescribeMaintenanceWindowExecutionTaskInvocationsRequest,
  DescribeMaintenanceWindowExecutionTaskInvocationsResult
> {
  return {
    authorize: () => [{ action: 'ssm:DescribeMaintenanceWindowExecutionTaskInvocations', resource: '*' }],
    run(input) {
      const { Filters: filters, WindowExecutionId: id = '', TaskId: taskId } = input;
      const execution = store.execution(id);
      const task = execution.tasks.find((each) => each.id === taskId);
      if (task === undefined)
        throw new ServiceError('DoesNotExistException', `The task execution ${taskId} does not exist`);
      const found = filterItems(task.invocations, filters, {
        STATUS: ({ status }, value) => status === value,
      });
      const { page, next } = takeWindowPage(found, input, [id, taskId, filters]);
      return {
        WindowExecutionTaskInvocationIdentities: page.map((each) =>
          renderTaskInvocation(execution, task, each),
        ),
        ...next,
      };
    },
  };
}
