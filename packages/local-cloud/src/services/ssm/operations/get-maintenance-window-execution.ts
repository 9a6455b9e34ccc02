import type {
  GetMaintenanceWindowExecutionRequest,
  GetMaintenanceWindowExecutionResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { MaintenanceStore } from '../maintenance/maintenance-store.ts';
import { renderProgress } from '../maintenance/render-maintenance.ts';

/** GetMaintenanceWindowExecution. */
export function getMaintenanceWindowExecution(
  store: MaintenanceStore,
): Operation<GetMaintenanceWindowExecutionRequest, GetMaintenanceWindowExecutionResult> {
  return {
    authorize: () => [{ action: 'ssm:GetMaintenanceWindowExecution', resource: '*' }],
    run({ WindowExecutionId: id = '' }) {
      const execution = store.execution(id);
      const TaskIds = execution.tasks.map((task) => task.id);
      return { WindowExecutionId: id, TaskIds, ...renderProgress(execution) };
    },
  };
}
