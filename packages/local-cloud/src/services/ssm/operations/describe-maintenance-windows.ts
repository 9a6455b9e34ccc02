import type {
  DescribeMaintenanceWindowsRequest,
  DescribeMaintenanceWindowsResult,
} from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { filterItems } from '../maintenance/maintenance-filters.ts';
import type { MaintenanceStore } from '../maintenance/maintenance-store.ts';
import { renderWindow } from '../maintenance/render-maintenance.ts';
import { takeWindowPage } from '../maintenance/window-page.ts';

/** DescribeMaintenanceWindows. Every window here is enabled, because a template cannot say otherwise. */
export function describeMaintenanceWindows(
  store: MaintenanceStore,
): Operation<DescribeMaintenanceWindowsRequest, DescribeMaintenanceWindowsResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeMaintenanceWindows', resource: '*' }],
    run(input) {
      const { Filters: filters } = input;
      const found = filterItems(store.windows, filters, {
        Name: ({ name }, value) => name === value,
        Enabled: (_, value) => value.toLowerCase() === 'true',
      });
      const { page, next } = takeWindowPage(found, input, filters);
      return { WindowIdentities: page.map((window) => renderWindow(store, window)), ...next };
    },
  };
}
