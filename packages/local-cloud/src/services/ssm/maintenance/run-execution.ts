import type { MaintenanceEvents } from './maintenance-events.ts';
import {
  beginProgress,
  type EndStatus,
  type TaskExecution,
  type WindowExecution,
} from './maintenance-execution.ts';
import type { MaintenanceOffice } from './maintenance-office.ts';
import type { WindowTask } from './maintenance-window.ts';
import { TaskRun } from './run-task.ts';

const hourMs = 3_600_000;

/**
 * Runs the tasks of an open window: those of one priority at once, and the next ones when these have ended, however they
 * did. At the cutoff nothing new begins.
 */
export class ExecutionRun {
  readonly #office: MaintenanceOffice;
  readonly #events: MaintenanceEvents;
  readonly #execution: WindowExecution;
  readonly #waiting: WindowTask[][];
  #runs: TaskRun[] = [];
  #going = 0;

  constructor(office: MaintenanceOffice, events: MaintenanceEvents, execution: WindowExecution) {
    this.#office = office;
    this.#events = events;
    this.#execution = execution;
    const tasks = [...execution.window.tasks.values()];
    const priorities = [...new Set(tasks.map(({ priority }) => priority))].sort((one, other) => one - other);
    this.#waiting = priorities.map((priority) => tasks.filter((task) => task.priority === priority));
  }

  /** Begins with the first tasks. */
  begin(): void {
    const { window } = this.#execution;
    this.#events.executionChanged(this.#execution);
    if (this.#waiting.length === 0) {
      this.#end('SUCCESS', 'No tasks to execute.');
      return;
    }
    const cutoffMs = this.#execution.startedMs + (window.durationHours - window.cutoffHours) * hourMs;
    this.#office.host.timeline.at(cutoffMs, () => this.#cutOff());
    this.#advance();
  }

  #cutOff(): void {
    if (this.#execution.endedMs !== undefined) return;
    const { host } = this.#office;
    for (const task of this.#waiting.flat()) {
      const details = 'The window had reached its cutoff.';
      const skipped = { status: 'TIMED_OUT' as const, details, endedMs: host.timeline.nowMs };
      this.#execution.tasks.push({ ...beginProgress(host), task, invocations: [], ...skipped });
    }
    this.#waiting.length = 0;
    for (const run of this.#runs) run.cutOff();
  }

  #advance(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#finish();
      return;
    }
    this.#going = next.length;
    this.#runs = next.map((task) => this.#open(task));
    for (const run of this.#runs) run.begin();
  }

  #open(task: WindowTask): TaskRun {
    const own: TaskExecution = { ...beginProgress(this.#office.host), task, invocations: [] };
    this.#execution.tasks.push(own);
    const done = () => {
      this.#going -= 1;
      if (this.#going === 0) this.#office.host.timeline.after(0, () => this.#advance());
    };
    return new TaskRun(this.#office, this.#events, { execution: this.#execution, own, done });
  }

  #finish(): void {
    const statuses = this.#execution.tasks.map(({ status }) => status);
    const worst = (['FAILED', 'TIMED_OUT', 'CANCELLED'] as const).find((status) => statuses.includes(status));
    if (worst === 'FAILED') this.#end(worst, 'One or more tasks in the orchestration failed.');
    else this.#end(worst ?? 'SUCCESS');
  }

  #end(status: EndStatus, details?: string): void {
    Object.assign(this.#execution, { status, details, endedMs: this.#office.host.timeline.nowMs });
    this.#events.executionChanged(this.#execution);
  }
}
