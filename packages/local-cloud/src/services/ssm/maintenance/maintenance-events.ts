import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { Progress, TaskExecution, TaskInvocation, WindowExecution } from './maintenance-execution.ts';

/** The ARN of a window. */
export function windowArn({ partition, region, accountId }: Host, windowId: string): string {
  return `arn:${partition}:ssm:${region}:${accountId}:maintenancewindow/${windowId}`;
}

/** Sends the changes of status of windows that are open to the event bus (user guide, event examples). */
export class MaintenanceEvents {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;

  constructor(host: Host, emit: (event: ServiceEvent) => void) {
    this.#host = host;
    this.#emit = emit;
  }

  executionChanged(execution: WindowExecution): void {
    this.#send(execution, 'Maintenance Window Execution State-change Notification', {
      ...timesOf(execution),
      status: execution.status,
    });
  }

  taskChanged(execution: WindowExecution, task: TaskExecution): void {
    this.#send(execution, 'Maintenance Window Task Execution State-change Notification', {
      ...timesOf(task),
      ...{ 'task-execution-id': task.id, status: task.status },
    });
  }

  invocationChanged(execution: WindowExecution, task: TaskExecution, invocation: TaskInvocation): void {
    const { windowTargetId, ownerInformation, status } = invocation;
    this.#send(execution, 'Maintenance Window Task Target Invocation State-change Notification', {
      ...timesOf(invocation),
      'task-execution-id': task.id,
      ...(windowTargetId === undefined ? {} : { 'window-target-id': windowTargetId }),
      ...(ownerInformation === undefined ? {} : { 'owner-information': ownerInformation }),
      // Only a command tells how it ended.
      status: task.task.type === 'RUN_COMMAND' || status === 'IN_PROGRESS' ? status : 'COMPLETE',
    });
  }

  #send({ id, window }: WindowExecution, detailType: string, detail: Record<string, unknown>): void {
    this.#emit({
      ...{ source: 'aws.ssm', detailType, resources: [windowArn(this.#host, window.id)] },
      detail: { ...detail, 'window-id': window.id, 'window-execution-id': id },
    });
  }
}

function timesOf({ startedMs, endedMs }: Progress): Record<string, unknown> {
  return {
    'start-time': new Date(startedMs).toISOString(),
    ...(endedMs === undefined ? {} : { 'end-time': new Date(endedMs).toISOString() }),
  };
}
