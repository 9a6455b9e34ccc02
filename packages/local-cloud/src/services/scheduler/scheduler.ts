import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
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
  readonly #schedules = new Map<string, Schedule & { readonly createdMs: number }>();

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

  /**
   * Adds a schedule of a template and starts it. A rate without a start date is due at once.
   * @throws ServiceError for what `CreateSchedule` refuses, including a role that the service may not assume.
   */
  declareSchedule(declaration: ScheduleDeclaration): void {
    const schedule = readSchedule(declaration, this.#host.timeline.nowMs);
    const { name, groupName, target } = schedule;
    if (!this.#groups.has(groupName)) {
      throw new ServiceError('ResourceNotFoundException', `Schedule group ${groupName} does not exist.`, {
        statusCode: 404,
      });
    }
    const key = `${groupName}/${name}`;
    if (this.#schedules.has(key)) throw conflict(`Schedule ${name} already exists.`);
    if (this.#ports.roleRefusal(target.roleArn, this.#groupArn(schedule)) !== undefined) {
      const message =
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new ServiceError('ValidationException', message);
    }
    this.#schedules.set(key, { ...schedule, createdMs: this.#host.timeline.nowMs });
    if (schedule.isEnabled) this.#planNext(schedule, this.#anchorMs(schedule));
  }

  /** Every schedule, by group and name, and when it was created. */
  schedules(): readonly (Schedule & { readonly createdMs: number })[] {
    const sorted = [...this.#schedules].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([, schedule]) => schedule);
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
    schedule: Schedule,
    anchorMs: number,
    fromMs = Math.max(anchorMs, this.#host.timeline.nowMs),
  ): void {
    const { timeline } = this.#host;
    const { expression, endMs = Number.POSITIVE_INFINITY } = schedule;
    const scheduledMs = expression.next(fromMs, anchorMs);
    if (scheduledMs === undefined || (!expression.isOneTime && scheduledMs > endMs)) return;
    timeline.at(scheduledMs, () => {
      this.#invoke(schedule, scheduledMs);
      if (!expression.isOneTime) this.#planNext(schedule, anchorMs, scheduledMs + 1);
    });
  }

  #invoke(schedule: Schedule, scheduledMs: number): void {
    const groupArn = this.#groupArn(schedule);
    const delaysMs = this.#transit(schedule, scheduledMs) ?? [this.#drawDelayMs(schedule)];
    for (const delayMs of delaysMs) {
      this.#host.timeline.after(delayMs, () =>
        new ScheduleDelivery(this.#host, this.#ports, { schedule, groupArn, scheduledMs }).attempt(),
      );
    }
  }

  #drawDelayMs({ windowMs }: Schedule): number {
    return this.#host.random('scheduler/delay').integer(0, Math.max(precisionMs, windowMs) - 1);
  }

  #groupArn({ groupName }: Schedule): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${groupName}`;
  }
}

function conflict(message: string): ServiceError {
  return new ServiceError('ConflictException', message, { statusCode: 409 });
}
