import { executionIn, windowIn } from './given-windows.ts';
import type { OperationRequests, Request } from './requests.ts';
import type { Input } from './send-request.ts';
import type { World } from './world.ts';

const none = '00000000-0000-4000-8000-000000000000';
const wrongFilter = { Filters: [{ Key: 'None', Values: ['x'] }] };
const success = { Filters: [{ Key: 'STATUS', Values: ['SUCCESS'] }] };

const ofExecution =
  (more: Input): Request =>
  async (world: World) => ({ WindowExecutionId: (await executionIn(world)).id, ...more });
const ofTask =
  (more: Input): Request =>
  async (world: World) => {
    const { id, tasks } = await executionIn(world);
    return { WindowExecutionId: id, TaskId: tasks[0]?.id ?? '', ...more };
  };
const ofWindow = (more: Input) => (world: World) => ({ WindowId: windowIn(world), ...more });

/** The requests to Systems Manager about maintenance windows. */
export const requestsOfMaintenance: Readonly<Record<string, OperationRequests>> = {
  DescribeMaintenanceWindowExecutionTaskInvocations: {
    answers: [ofTask({}), ofTask({ ...success, MaxResults: 10 })],
    refusals: {
      DoesNotExistException: ofExecution({ TaskId: none }),
      ValidationException: ofTask(wrongFilter),
    },
  },
  DescribeMaintenanceWindowExecutionTasks: {
    answers: [ofExecution({}), ofExecution({ ...success, MaxResults: 10 })],
    refusals: {
      DoesNotExistException: { WindowExecutionId: none },
      ValidationException: ofExecution(wrongFilter),
    },
  },
  DescribeMaintenanceWindowExecutions: {
    answers: [
      ofWindow({}),
      ofWindow({
        Filters: [{ Key: 'ExecutedAfter', Values: ['2024-11-04T05:00:00Z'] }],
        MaxResults: 10,
      }),
      ofWindow({ Filters: [{ Key: 'ExecutedBefore', Values: ['2024-11-04T05:00:00Z'] }] }),
    ],
    refusals: { ValidationException: ofWindow(wrongFilter) },
  },
  DescribeMaintenanceWindows: {
    answers: [
      (world) => {
        windowIn(world);
        return { MaxResults: 10 };
      },
      { Filters: [{ Key: 'Name', Values: ['night'] }] },
      { Filters: [{ Key: 'Enabled', Values: ['true'] }] },
    ],
    refusals: { ValidationException: wrongFilter },
  },
  GetMaintenanceWindowExecution: {
    answers: [ofExecution({})],
    refusals: { DoesNotExistException: { WindowExecutionId: none } },
  },
};
