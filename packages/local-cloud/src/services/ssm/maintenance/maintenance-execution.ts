import type { MaintenanceWindowExecutionStatus } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import type { MaintenanceWindow, WindowTask } from './maintenance-window.ts';

/** The statuses that nothing follows. */
export type EndStatus = Extract<
  MaintenanceWindowExecutionStatus,
  'SUCCESS' | 'FAILED' | 'TIMED_OUT' | 'CANCELLED' | 'SKIPPED_OVERLAPPING'
>;

/** What an execution, a task of it and an invocation of that have in common. */
export interface Progress {
  readonly id: string;
  readonly startedMs: number;
  status: MaintenanceWindowExecutionStatus;
  details: string | undefined;
  endedMs: number | undefined;
}

/** A window that is open, or was. */
export interface WindowExecution extends Progress {
  readonly window: MaintenanceWindow;
  readonly tasks: TaskExecution[];
}

/** A task that runs, or has. */
export interface TaskExecution extends Progress {
  readonly task: WindowTask;
  readonly invocations: TaskInvocation[];
}

/** One command, or one call of a function. */
export interface TaskInvocation extends Progress {
  /** The command; undefined for a function, and when nothing was sent. */
  executionId: string | undefined;
  /** What was asked for, as JSON. */
  parameters: string;
  readonly windowTargetId: string | undefined;
  readonly ownerInformation: string | undefined;
}

/** Makes the common part of what begins now. */
export function beginProgress(host: Host): Progress {
  return {
    id: host.random('ssm/maintenance').uuid(),
    startedMs: host.timeline.nowMs,
    status: 'IN_PROGRESS',
    ...{ details: undefined, endedMs: undefined },
  };
}
