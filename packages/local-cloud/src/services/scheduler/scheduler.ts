import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import type { Appointment } from '../../core/timeline.ts';
import { readSchedule, type Schedule, type ScheduleDeclaration } from './schedule.ts';
import { ScheduleDelivery, type SchedulerPorts } from './schedule-delivery.ts';

/**
 * Decides the invocations of a schedule: the delay of each one after its scheduled time, in milliseconds. An empty list
 * skips the invocation. Several delays repeat it, as at-least-once delivery allows. Undefined is the usual delay.
 */
export type ScheduleTransit = (schedule: Schedule, scheduledMs: number) => readonly number[] | undefined;

/**
 * Schedules have a precision of 60 seconds: the target is invoked in the minute that begins at the scheduled time
 * (EventBridge Scheduler user guide).
 */
const precisionMs = 60_000;

/** A schedule, and when it was created and last changed, in virtual epoch milliseconds. */
export interface StandingSchedule extends Schedule {
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** A schedule and what it has on the timeline. */
interface Running {
  readonly schedule: StandingSchedule;
  readonly appointments: Set<Appointment>;
}

/** The schedule group that every account has. */
const defaultGroup = 'default';

/**
 * EventBridge Scheduler: invokes functions at a rate, by a cron expression or once, with the role of the schedule.
 *
 * Schedules come from templates. Each one has one appointment at a time, which makes the next one. An enabled schedule
 * thus keeps the timeline busy for ever, so a run must set its end.
 */
export class Scheduler {
  readonly #host: Host;
  readonly #ports: SchedulerPorts;
  readonly #transit: ScheduleTransit;
  readonly #groups = new Set([defaultGroup]);
  readonly #schedules = new Map<string, Running>();

  /**
   * By default, each invocation happens once, in its minute or its window. The time comes from the random stream
   * `scheduler/delay`.
   */
  constructor(host: Host, ports: SchedulerPorts, transit: ScheduleTransit = () => undefined) {
    this.#host = host;
    this.#ports = ports;
    this.#transit = transit;
  }

  /** Adds an `AWS::Scheduler::ScheduleGroup`. Refuses a name that is taken. */
  declareGroup(groupName: string): void {
    if (this.#groups.has(groupName)) throw conflict(`Schedule group ${groupName} already exists.`);
    this.#groups.add(groupName);
  }

  /** Deletes a group with all its schedules, if it exists. */
  removeGroup(groupName: string): void {
    for (const { schedule } of [...this.#schedules.values()])
      if (schedule.groupName === groupName) this.removeSchedule(groupName, schedule.name);
    this.#groups.delete(groupName);
  }

  hasGroup(groupName: string): boolean {
    return this.#groups.has(groupName);
  }

  /**
   * Adds a schedule of a template and starts it. A rate without a start date is due at once.
   * @throws ServiceError for what `CreateSchedule` refuses, including a role that the service may not assume.
   */
  declareSchedule(declaration: ScheduleDeclaration): void {
    const schedule = this.#read(declaration);
    const { name, groupName } = schedule;
    if (this.hasSchedule(groupName, name)) throw conflict(`Schedule ${name} already exists.`);
    this.#start(schedule);
  }

  /** Changes a schedule and starts it anew. @throws ServiceError as `declareSchedule` does. */
  updateSchedule(declaration: ScheduleDeclaration): void {
    const schedule = this.#read(declaration);
    this.#stop(keyOf(schedule));
    this.#start(schedule);
  }

  /** Deletes a schedule, if it exists. Invocations that are due do not happen. */
  removeSchedule(groupName: string, name: string): void {
    this.#stop(keyOf({ groupName, name }));
    this.#schedules.delete(keyOf({ groupName, name }));
  }

  hasSchedule(groupName: string, name: string): boolean {
    return this.#schedules.has(keyOf({ groupName, name }));
  }

  /** Every schedule, by group and name. */
  get schedules(): readonly StandingSchedule[] {
    const sorted = [...this.#schedules].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([, { schedule }]) => schedule);
  }

  #read(declaration: ScheduleDeclaration): Schedule {
    const schedule = readSchedule(declaration, this.#host.timeline.nowMs);
    const { groupName, target } = schedule;
    if (!this.#groups.has(groupName)) {
      throw new ServiceError('ResourceNotFoundException', `Schedule group ${groupName} does not exist.`, {
        statusCode: 404,
      });
    }
    if (this.#ports.roleRefusal(target.roleArn, this.#groupArn(schedule)) !== undefined) {
      const message =
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new ServiceError('ValidationException', message);
    }
    return schedule;
  }

  #start(schedule: Schedule): void {
    const { nowMs: modifiedMs } = this.#host.timeline;
    const { createdMs = modifiedMs } = this.#schedules.get(keyOf(schedule))?.schedule ?? {};
    const running: Running = { schedule: { ...schedule, createdMs, modifiedMs }, appointments: new Set() };
    this.#schedules.set(keyOf(schedule), running);
    if (schedule.isEnabled) this.#planNext(running, this.#anchorMs(schedule));
  }

  #stop(key: string): void {
    for (const appointment of this.#schedules.get(key)?.appointments ?? []) appointment.cancel();
  }

  /** The names of the groups, sorted. */
  groups(): readonly string[] {
    return [...this.#groups].sort();
  }

  /** The start of a rate: its start date, or its creation time, in whole seconds. */
  #anchorMs({ startMs, expression }: Schedule): number {
    const { nowMs } = this.#host.timeline;
    const createdMs = Math.ceil(nowMs / 1000) * 1000;
    return expression.isOneTime ? createdMs : (startMs ?? createdMs);
  }

  #planNext(
    running: Running,
    anchorMs: number,
    fromMs = Math.max(anchorMs, this.#host.timeline.nowMs),
  ): void {
    const { expression, endMs = Number.POSITIVE_INFINITY } = running.schedule;
    const scheduledMs = expression.next(fromMs, anchorMs);
    if (scheduledMs === undefined || (!expression.isOneTime && scheduledMs > endMs)) return;
    this.#at(running, scheduledMs, () => {
      this.#invoke(running, scheduledMs);
      if (!expression.isOneTime) this.#planNext(running, anchorMs, scheduledMs + 1);
    });
  }

  #invoke(running: Running, scheduledMs: number): void {
    const { schedule } = running;
    const groupArn = this.#groupArn(schedule);
    const delaysMs = this.#transit(schedule, scheduledMs) ?? [this.#drawDelayMs(schedule)];
    for (const delayMs of delaysMs) {
      this.#at(running, this.#host.timeline.nowMs + delayMs, () => {
        this.#host.bill('scheduler.invocations', schedule.name, 1);
        new ScheduleDelivery(this.#host, this.#ports, { schedule, groupArn, scheduledMs }).attempt();
      });
    }
  }

  /** Makes an appointment that ends with the schedule. */
  #at({ appointments }: Running, atMs: number, action: () => void): void {
    const appointment = this.#host.timeline.at(atMs, () => {
      appointments.delete(appointment);
      action();
    });
    appointments.add(appointment);
  }

  #drawDelayMs({ windowMs }: Schedule): number {
    return this.#host.random('scheduler/delay').integer(0, Math.max(precisionMs, windowMs) - 1);
  }

  #groupArn({ groupName }: Schedule): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${groupName}`;
  }
}

function keyOf({ groupName, name }: Pick<Schedule, 'groupName' | 'name'>): string {
  return `${groupName}/${name}`;
}

function conflict(message: string): ServiceError {
  return new ServiceError('ConflictException', message, { statusCode: 409 });
}
