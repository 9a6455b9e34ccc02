import { NotEmulatedError } from '../../../core/service.ts';
import { readShare } from '../rate-share.ts';
import { commandInvocation } from './command-invocation.ts';
import { functionInvocation } from './function-invocation.ts';
import { type MaintenanceEvents, windowArn } from './maintenance-events.ts';
import {
  beginProgress,
  type EndStatus,
  type TaskExecution,
  type TaskInvocation,
  type WindowExecution,
} from './maintenance-execution.ts';
import { findMembers } from './maintenance-members.ts';
import { type MaintenanceOffice, roleOf } from './maintenance-office.ts';
import type { WindowTarget, WindowTask } from './maintenance-window.ts';
import type { InvocationKind, InvocationRun } from './task-invocation.ts';

/** One invocation to come: for a target as a whole, for one resource of it, or for none. */
interface Planned {
  readonly target: WindowTarget | undefined;
  readonly resourceId: string | undefined;
}

const kinds: Readonly<Partial<Record<WindowTask['type'], InvocationKind>>> = {
  RUN_COMMAND: commandInvocation,
  LAMBDA: functionInvocation,
};

/**
 * A task of an open window. A command is sent once for each target of the window, one target after the other, and has a
 * pace of its own. A function is called once for each instance, at the pace of the task, or once in all.
 */
export class TaskRun {
  readonly #office: MaintenanceOffice;
  readonly #events: MaintenanceEvents;
  readonly #execution: WindowExecution;
  readonly #own: TaskExecution;
  readonly #done: () => void;
  readonly #running = new Set<InvocationRun>();
  #planned: Planned[] = [];
  #concurrency = 1;
  #errorsMax = 0;
  #isCut = false;

  constructor(
    office: MaintenanceOffice,
    events: MaintenanceEvents,
    {
      execution,
      own,
      done,
    }: { readonly execution: WindowExecution; readonly own: TaskExecution; readonly done: () => void },
  ) {
    this.#office = office;
    this.#events = events;
    this.#execution = execution;
    this.#own = own;
    this.#done = done;
  }

  /** Finds the targets and begins. @throws NotEmulatedError for a type of task that is not emulated. */
  begin(): void {
    const { task } = this.#own;
    if (kinds[task.type] === undefined)
      throw new NotEmulatedError(`${task.type} tasks of maintenance windows`);
    const { roleArn } = task;
    if (roleArn === undefined) throw new NotEmulatedError('a task of a window without ServiceRoleArn');
    this.#events.taskChanged(this.#execution, this.#own);
    const arn = windowArn(this.#office.host, this.#execution.window.id);
    if (!this.#office.ports.assume(roleArn, arn)) {
      this.#end('FAILED', `Systems Manager may not assume the role ${roleArn}.`);
      return;
    }
    const planned = this.#plan(task, roleArn);
    if (planned !== undefined) this.#start(planned);
  }

  #start(planned: readonly Planned[]): void {
    const { task } = this.#own;
    this.#planned = [...planned];
    if (task.type !== 'RUN_COMMAND' && task.targetIds !== undefined) {
      this.#concurrency = Math.max(1, readShare(task.maxConcurrency, planned.length));
      this.#errorsMax = readShare(task.maxErrors, planned.length);
    }
    if (planned.length === 0) this.#end('SUCCESS', 'No invocations to execute.');
    else this.#advance();
  }

  /** The window begins nothing new. What goes on is stopped, if the task is to be cancelled and can be. */
  cutOff(): void {
    if (this.#own.endedMs !== undefined || !this.#own.task.isCancelledAtCutoff) return;
    this.#isCut = true;
    this.#planned = [];
    for (const run of this.#running) run.cancel();
  }

  #plan(task: WindowTask, roleArn: string): readonly Planned[] | undefined {
    const { targets } = this.#execution.window;
    if (task.targetIds === undefined) return [{ target: undefined, resourceId: undefined }];
    const own = task.targetIds.flatMap((id) => targets.get(id) ?? []);
    if (task.type === 'RUN_COMMAND') return own.map((target) => ({ target, resourceId: undefined }));
    const planned: Planned[] = [];
    for (const target of own) {
      const members = findMembers(this.#office, target, roleOf(roleArn));
      if (!('length' in members)) {
        this.#end('FAILED', members.message);
        return undefined;
      }
      planned.push(...members.map((resourceId) => ({ target, resourceId })));
    }
    return planned;
  }

  #advance(): void {
    while (this.#running.size < this.#concurrency) {
      if (this.#isOverErrors()) this.#planned = [];
      const next = this.#planned.shift();
      if (next === undefined) break;
      this.#invoke(next);
    }
    if (this.#running.size === 0 && this.#planned.length === 0 && this.#own.endedMs === undefined)
      this.#finish();
  }

  /** A command has its own limit of errors. */
  #isOverErrors(): boolean {
    const { task, invocations } = this.#own;
    const failed = invocations.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT').length;
    return task.type !== 'RUN_COMMAND' && failed > this.#errorsMax;
  }

  #invoke({ target, resourceId }: Planned): void {
    const { task } = this.#own;
    const invoke = kinds[task.type];
    if (invoke === undefined) throw new TypeError(`no kind of task ${task.type}`);
    const invocation: TaskInvocation = {
      ...beginProgress(this.#office.host),
      ...{ executionId: undefined, parameters: '' },
      ...{ windowTargetId: target?.id, ownerInformation: target?.ownerInformation },
    };
    this.#own.invocations.push(invocation);
    this.#events.invocationChanged(this.#execution, this.#own, invocation);
    let run: InvocationRun | undefined;
    const done = (status: EndStatus, details?: string) => {
      Object.assign(invocation, { status, details, endedMs: this.#office.host.timeline.nowMs });
      this.#events.invocationChanged(this.#execution, this.#own, invocation);
      if (run === undefined) return;
      this.#running.delete(run);
      this.#advance();
    };
    run = invoke({
      ...{ office: this.#office, principal: roleOf(task.roleArn ?? ''), task, invocation, target, done },
      values: this.#pseudoParameters(invocation, target, resourceId),
    });
    // One that ended while it began is not among those that run; the loop that called goes on.
    if (invocation.endedMs === undefined) this.#running.add(run);
  }

  #pseudoParameters(
    { id }: TaskInvocation,
    target: WindowTarget | undefined,
    resourceId: string | undefined,
  ): Readonly<Record<string, string>> {
    const { partition, region, accountId } = this.#office.host;
    const isGroup = target?.resourceType === 'RESOURCE_GROUP';
    const arn = `arn:${partition}:ec2:${region}:${accountId}:instance/${resourceId}`;
    return {
      WINDOW_ID: this.#execution.window.id,
      WINDOW_TASK_ID: this.#own.task.id,
      WINDOW_EXECUTION_ID: this.#execution.id,
      TASK_EXECUTION_ID: this.#own.id,
      INVOCATION_ID: id,
      ...(target === undefined ? {} : { WINDOW_TARGET_ID: target.id, TARGET_TYPE: target.resourceType }),
      ...(resourceId === undefined ? {} : { RESOURCE_ID: resourceId, TARGET_ID: isGroup ? arn : resourceId }),
    };
  }

  #finish(): void {
    const statuses = this.#own.invocations.map(({ status }) => status);
    const worst = (['FAILED', 'TIMED_OUT', 'CANCELLED'] as const).find((status) => statuses.includes(status));
    if (this.#isCut && worst !== undefined) this.#end('TIMED_OUT', 'The task was cut off.');
    else this.#end(worst ?? 'SUCCESS');
  }

  #end(status: EndStatus, details?: string): void {
    Object.assign(this.#own, { status, details, endedMs: this.#office.host.timeline.nowMs });
    this.#events.taskChanged(this.#execution, this.#own);
    this.#done();
  }
}
