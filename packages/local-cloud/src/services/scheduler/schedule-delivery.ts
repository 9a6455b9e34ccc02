import { drawBackOffMs } from '../../core/back-off.ts';
import type { Host } from '../../core/host.ts';
import type { DeliveryResult } from '../events/delivery.ts';
import type { Schedule } from './schedule.ts';

/** An undelivered invocation for the dead-letter queue. All attributes are of type String. */
export interface ScheduleDeadLetter {
  readonly queueArn: string;
  /** The role of the schedule, which sends it. */
  readonly roleArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The ports of the scheduler. They must return AWS's errors and not throw them. */
export interface SchedulerPorts {
  /** Why the service may not assume the role for schedules of that group, or undefined if it may. */
  roleRefusal(roleArn: string, groupArn: string): string | undefined;
  /** Invokes the target asynchronously with this payload and the role. */
  deliver(call: { arn: string; roleArn: string; groupArn: string; payload: string }): DeliveryResult;
  /** Sends a dead letter. Returns false if it is refused, and thus lost. */
  sendDeadLetter(letter: ScheduleDeadLetter): boolean;
}

type Failure = Exclude<DeliveryResult, { readonly outcome: 'delivered' }>;

/**
 * One invocation of a schedule that was due at `scheduledMs`: attempts with back-off, and finally the dead-letter
 * queue.
 */
export class ScheduleDelivery {
  readonly #host: Host;
  readonly #ports: SchedulerPorts;
  readonly #schedule: Schedule;
  readonly #groupArn: string;
  readonly #scheduledMs: number;
  readonly #startedMs: number;
  #executionId = '';
  #payload = '';
  #retryAttempts = 0;

  constructor(
    host: Host,
    ports: SchedulerPorts,
    due: { schedule: Schedule; groupArn: string; scheduledMs: number },
  ) {
    this.#host = host;
    this.#ports = ports;
    this.#schedule = due.schedule;
    this.#groupArn = due.groupArn;
    this.#scheduledMs = due.scheduledMs;
    this.#startedMs = host.timeline.nowMs;
  }

  /** Attempts the invocation now. After a failure, schedules the next attempt or sends it to the dead-letter queue. */
  attempt(): void {
    const { name, target } = this.#schedule;
    this.#executionId = this.#host.random('scheduler/execution-id').hex(16);
    this.#payload = this.#fill(target.input ?? this.#defaultInput());
    const { arn, roleArn } = target;
    const result = this.#ports.deliver({ arn, roleArn, groupArn: this.#groupArn, payload: this.#payload });
    this.#host.trace('scheduler.attempt', {
      schedule: name,
      scheduledMs: this.#scheduledMs,
      attempt: this.#retryAttempts + 1,
      end: result.outcome === 'delivered' ? 'ok' : result.code,
    });
    if (result.outcome === 'delivered') return;
    if (result.outcome === 'refused') this.#giveUp(result);
    else if (this.#retryAttempts >= target.maximumRetryAttempts) this.#giveUp(result, 'MaximumRetryAttempts');
    else this.#retry(result);
  }

  #retry(failure: Failure): void {
    const { timeline } = this.#host;
    const expiresMs = this.#startedMs + this.#schedule.target.maximumEventAgeSeconds * 1000;
    const delayMs = drawBackOffMs(this.#host.random('scheduler/back-off'), this.#retryAttempts);
    if (timeline.nowMs + delayMs > expiresMs) {
      timeline.at(expiresMs, () => this.#giveUp(failure, 'MaximumEventAgeInSeconds'));
      return;
    }
    timeline.after(delayMs, () => {
      this.#retryAttempts++;
      this.attempt();
    });
  }

  #giveUp(failure: Failure, exhaustedCondition?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'): void {
    const { name, arn, target } = this.#schedule;
    const queueArn = target.deadLetterQueueArn;
    const attributes = {
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      EXECUTION_ID: this.#executionId,
      ...(exhaustedCondition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhaustedCondition }),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(this.#retryAttempts),
      SCHEDULED_TIME: toSeconds(this.#scheduledMs),
      SCHEDULE_ARN: arn,
      TARGET_ARN: target.arn,
    };
    const letter = { roleArn: target.roleArn, body: this.#payload, attributes };
    const isKept = queueArn !== undefined && this.#ports.sendDeadLetter({ ...letter, queueArn });
    this.#host.trace('scheduler.undelivered', { schedule: name, code: failure.code, isKept });
  }

  /** Replaces context attributes in a payload. Unknown names stay as they are. */
  #fill(input: string): string {
    const attributes: Readonly<Record<string, string>> = {
      'schedule-arn': this.#schedule.arn,
      'scheduled-time': toSeconds(this.#scheduledMs),
      'execution-id': this.#executionId,
      'attempt-number': String(this.#retryAttempts + 1),
    };
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (keyword, name) => attributes[name] ?? keyword);
  }

  /** The payload of a schedule without an input. */
  #defaultInput(): string {
    const { accountId, region } = this.#host;
    return JSON.stringify({
      version: '0',
      id: this.#host.random('scheduler/event-id').uuid(),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: accountId,
      time: toSeconds(this.#scheduledMs),
      region,
      resources: [this.#schedule.arn],
      detail: '{}',
    });
  }
}

/** Formats a time as EventBridge Scheduler does: UTC, to the second. */
function toSeconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
