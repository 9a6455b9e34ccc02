import type {
  DescribeMaintenanceWindowExecutionTasksRequest,
  DescribeMaintenanceWindowExecutionTasksResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { filterItems } from '../maintenance/maintenance-filters.ts';
import type { MaintenanceStore } from '../maintenance/maintenance-store.ts';
import { renderTask } from '../maintenance/render-maintenance.ts';
import { takeWindowPage } from '../maintenance/window-page.ts';

/** DescribeMaintenanceWindowExecutionTasks, in the order in which the tasks began. */
export function describeMaintenanceWindowExecutionTasks(
  store: MaintenanceStore,
): Operation<DescribeMaintenanceWindowExecutionTasksRequest, DescribeMaintenanceWindowExecutionTasksResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeMaintenanceWindowExecutionTasks', resource: '*' }],
    run(input) {
      const { Filters: filters, WindowExecutionId: id = '' } = input;
      const execution = store.execution(id);
      const found = filterItems(execution.tasks, filters, {
        STATUS: ({ status }, value) => status === value,
      });
      const { page, next } = takeWindowPage(found, input, [id, filters]);
      return { WindowExecutionTaskIdentities: page.map((task) => renderTask(execution, task)), ...next };
    },
  };
}
