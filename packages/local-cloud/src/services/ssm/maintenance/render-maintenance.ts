import type {
  MaintenanceWindowExecution,
  MaintenanceWindowExecutionTaskIdentity,
  MaintenanceWindowExecutionTaskInvocationIdentity,
  MaintenanceWindowIdentity,
} from '@aws-sdk/client-ssm';
import type { Progress, TaskExecution, TaskInvocation, WindowExecution } from './maintenance-execution.ts';
import type { MaintenanceStore } from './maintenance-store.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/** A window in a list. */
export function renderWindow(store: MaintenanceStore, window: MaintenanceWindow): MaintenanceWindowIdentity {
  const nextMs = store.nextMs(window);
  const { schedule } = window;
  return {
    ...{ WindowId: window.id, Name: window.name, Description: window.description, Enabled: true },
    ...{ Duration: window.durationHours, Cutoff: window.cutoffHours, Schedule: schedule.expression },
    ...{ ScheduleTimezone: schedule.timeZone, ScheduleOffset: schedule.offsetDays },
    ...(nextMs === undefined ? {} : { NextExecutionTime: new Date(nextMs).toISOString() }),
  };
}

/** An execution in a list. */
export function renderExecution(execution: WindowExecution): MaintenanceWindowExecution {
  return {
    ...{ WindowId: execution.window.id, WindowExecutionId: execution.id },
    ...renderProgress(execution),
  };
}

/** A task of an execution in a list. */
export function renderTask(
  { id }: WindowExecution,
  task: TaskExecution,
): MaintenanceWindowExecutionTaskIdentity {
  return {
    ...{ WindowExecutionId: id, TaskExecutionId: task.id, ...renderProgress(task) },
    ...{ TaskArn: task.task.arn, TaskType: task.task.type },
  };
}

/** An invocation of a task in a list. */
export function renderTaskInvocation(
  { id }: WindowExecution,
  task: TaskExecution,
  invocation: TaskInvocation,
): MaintenanceWindowExecutionTaskInvocationIdentity {
  return {
    ...{ WindowExecutionId: id, TaskExecutionId: task.id, InvocationId: invocation.id },
    ...{ ExecutionId: invocation.executionId, TaskType: task.task.type, Parameters: invocation.parameters },
    ...renderProgress(invocation),
    ...{ OwnerInformation: invocation.ownerInformation, WindowTargetId: invocation.windowTargetId },
  };
}

/** The status of something that runs, and its times. */
export function renderProgress({ status, details, startedMs, endedMs }: Progress) {
  return {
    ...{ Status: status, StatusDetails: details, StartTime: new Date(startedMs) },
    ...(endedMs === undefined ? {} : { EndTime: new Date(endedMs) }),
  };
}
