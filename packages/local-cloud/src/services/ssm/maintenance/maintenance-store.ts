import { ServiceError } from '../../../core/service.ts';
import type { Appointment } from '../../../core/timeline.ts';
import { MaintenanceEvents } from './maintenance-events.ts';
import { beginProgress, type WindowExecution } from './maintenance-execution.ts';
import type { MaintenanceOffice } from './maintenance-office.ts';
import type { MaintenanceWindow, WindowForm, WindowTarget, WindowTask } from './maintenance-window.ts';
import { ExecutionRun } from './run-execution.ts';

/** The most targets and tasks of a window (AWS General Reference). */
const targetsMax = 100;
const tasksMax = 20;

/** The maintenance windows of the account, which open on virtual time, and their executions. */
export class MaintenanceStore {
  readonly #office: MaintenanceOffice;
  readonly #events: MaintenanceEvents;
  readonly #windows = new Map<string, MaintenanceWindow>();
  readonly #openings = new Map<string, Appointment>();
  readonly #executions = new Map<string, WindowExecution>();

  constructor(office: MaintenanceOffice) {
    this.#office = office;
    this.#events = new MaintenanceEvents(office.host, office.ports.emit);
  }

  /** All windows, in the order of creation. */
  get windows(): readonly MaintenanceWindow[] {
    return [...this.#windows.values()];
  }

  /** @throws ServiceError DoesNotExistException. */
  window(id: string): MaintenanceWindow {
    return found(this.#windows.get(id), 'Maintenance window', id);
  }

  /** When a window opens next, or undefined. */
  nextMs({ id }: MaintenanceWindow): number | undefined {
    return this.#openings.get(id)?.atMs;
  }

  /** @throws ServiceError DoesNotExistException. */
  execution(id: string): WindowExecution {
    return found(this.#executions.get(id), 'Maintenance window execution', id);
  }

  /** The executions of a window, newest first. */
  executionsOf(windowId: string): readonly WindowExecution[] {
    return [...this.#executions.values()].filter(({ window }) => window.id === windowId).reverse();
  }

  create(form: WindowForm): MaintenanceWindow {
    const id = `mw-${this.#office.host.random('ssm/maintenance').hex(17)}`;
    const own = { id, createdMs: this.#office.host.timeline.nowMs, targets: new Map(), tasks: new Map() };
    return this.#set({ ...form, ...own });
  }

  /** Changes a window. What runs in it goes on as it began. */
  update(id: string, form: WindowForm): void {
    this.#set({ ...this.window(id), ...form });
  }

  /** Removes a window. What runs in it goes on. */
  remove(id: string): void {
    this.#windows.delete(id);
    this.#openings.get(id)?.cancel();
    this.#openings.delete(id);
  }

  /** Adds or changes a target of a window. */
  setTarget(windowId: string, target: WindowTarget): void {
    const { targets } = this.window(windowId);
    if (!targets.has(target.id) && targets.size >= targetsMax) throw tooMany(targetsMax, 'targets');
    targets.set(target.id, target);
  }

  /** Adds or changes a task of a window. @throws ServiceError when it names a target that the window does not have. */
  setTask(windowId: string, task: WindowTask): void {
    const { targets, tasks } = this.window(windowId);
    const other = task.targetIds?.find((id) => !targets.has(id));
    if (other !== undefined)
      throw new ServiceError('DoesNotExistException', `Target ${other} does not exist.`);
    if (!tasks.has(task.id) && tasks.size >= tasksMax) throw tooMany(tasksMax, 'tasks');
    tasks.set(task.id, task);
  }

  removeTarget(windowId: string, id: string): void {
    this.#windows.get(windowId)?.targets.delete(id);
  }

  removeTask(windowId: string, id: string): void {
    this.#windows.get(windowId)?.tasks.delete(id);
  }

  #set(window: MaintenanceWindow): MaintenanceWindow {
    this.#windows.set(window.id, window);
    this.#plan(window.id, this.#office.host.timeline.nowMs);
    return window;
  }

  #plan(id: string, fromMs: number): void {
    this.#openings.get(id)?.cancel();
    this.#openings.delete(id);
    const { schedule, createdMs } = this.window(id);
    const atMs = schedule.next(fromMs, createdMs);
    if (atMs !== undefined)
      this.#openings.set(
        id,
        this.#office.host.timeline.at(atMs, () => this.#open(id)),
      );
  }

  #open(id: string): void {
    const { host } = this.#office;
    const window = this.window(id);
    this.#plan(id, host.timeline.nowMs + 1);
    const isOverlapping = this.executionsOf(id).some(({ endedMs }) => endedMs === undefined);
    const execution: WindowExecution = { ...beginProgress(host), window, tasks: [] };
    this.#executions.set(execution.id, execution);
    host.trace('ssm.window', { window: window.name, execution: execution.id, isOverlapping });
    if (!isOverlapping) {
      new ExecutionRun(this.#office, this.#events, execution).begin();
      return;
    }
    Object.assign(execution, { status: 'SKIPPED_OVERLAPPING', endedMs: host.timeline.nowMs });
    this.#events.executionChanged(execution);
  }
}

function found<Item>(item: Item | undefined, what: string, id: string): Item {
  if (item !== undefined) return item;
  throw new ServiceError('DoesNotExistException', `${what} ${id} does not exist`);
}

function tooMany(count: number, what: string): ServiceError {
  return new ServiceError(
    'ResourceLimitExceededException',
    `A maintenance window has at most ${count} ${what}.`,
  );
}
