import type {
  DescribeMaintenanceWindowExecutionsRequest,
  DescribeMaintenanceWindowExecutionsResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { filterItems, readFilterTime } from '../maintenance/maintenance-filters.ts';
import type { MaintenanceStore } from '../maintenance/maintenance-store.ts';
import { renderExecution } from '../maintenance/render-maintenance.ts';
import { takeWindowPage } from '../maintenance/window-page.ts';

/** DescribeMaintenanceWindowExecutions, newest first. A window that does not exist has none. */
export function describeMaintenanceWindowExecutions(
  store: MaintenanceStore,
): Operation<DescribeMaintenanceWindowExecutionsRequest, DescribeMaintenanceWindowExecutionsResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeMaintenanceWindowExecutions', resource: '*' }],
    run(input) {
      const { Filters: filters, WindowId: id = '' } = input;
      const found = filterItems(store.executionsOf(id), filters, {
        ExecutedBefore: ({ startedMs }, value) => startedMs < readFilterTime(value),
        ExecutedAfter: ({ startedMs }, value) => startedMs > readFilterTime(value),
      });
      const { page, next } = takeWindowPage(found, input, [id, filters]);
      return { WindowExecutions: page.map(renderExecution), ...next };
    },
  };
}
