import { drawBackOffMs } from '../../core/back-off.ts';
import type { Host } from '../../core/host.ts';
import type { Rule, Target } from './rule.ts';

/** The envelope of an event, which rules match and targets receive. */
export type BusEvent = Readonly<Record<string, unknown>>;

/** The target of one delivery. EventBridge calls it with `roleArn`, or as itself with the rule as the source. */
export interface DeliveryTarget {
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly ruleArn: string;
}

/**
 * The result of one attempt. `retry`: a later attempt may succeed (throttled, unavailable). `refused`: no later attempt
 * will succeed (no permission, no such resource). `code` is one of EventBridge's error codes, such as `NO_PERMISSIONS`,
 * `NO_RESOURCE`, `THROTTLING`, `ERROR_FROM_TARGET`, `SDK_CLIENT_ERROR`.
 */
export type DeliveryResult =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'retry' | 'refused'; readonly code: string; readonly message: string };

/** An undelivered event for the dead-letter queue. All attributes are of type String. */
export interface DeadLetter {
  readonly queueArn: string;
  readonly ruleArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The `AWS/Events` metrics of a delivery, with the dimension RuleName. */
export type EventMetric =
  | 'TriggeredRules'
  | 'Invocations'
  | 'FailedInvocations'
  | 'InvocationsSentToDlq'
  | 'InvocationsFailedToBeSentToDlq';

/** The ports of the bus. They must return AWS's errors and not throw them. */
export interface DeliveryPorts {
  deliver(target: DeliveryTarget, payload: string): DeliveryResult;
  /** Sends a dead letter. Returns false if the queue refuses it; the event is then lost. */
  sendDeadLetter(letter: DeadLetter): boolean;
  count(metric: EventMetric, ruleName: string): void;
}

type Failure = Exclude<DeliveryResult, { readonly outcome: 'delivered' }>;

/** The delivery of one event to one target: attempts with back-off, and finally the dead-letter queue. */
export class Delivery {
  readonly #host: Host;
  readonly #ports: DeliveryPorts;
  readonly #rule: Rule;
  readonly #target: Target;
  readonly #event: BusEvent;
  readonly #startedAtMs: number;
  readonly #payload: string | undefined;
  #retryAttempts = 0;

  constructor(host: Host, ports: DeliveryPorts, order: { rule: Rule; target: Target; event: BusEvent }) {
    this.#host = host;
    this.#ports = ports;
    this.#rule = order.rule;
    this.#target = order.target;
    this.#event = order.event;
    this.#startedAtMs = host.timeline.nowMs;
    this.#payload = order.target.transform(order.event, {
      ruleArn: order.rule.arn,
      ruleName: order.rule.name,
      ingestedAtMs: this.#startedAtMs,
    });
  }

  /**
   * Attempts the delivery now. After a failure, schedules the next attempt or sends the event to the dead-letter queue.
   * An event of which the transformer makes no JSON goes nowhere.
   */
  attempt(): void {
    const { arn, roleArn } = this.#target;
    if (this.#payload === undefined) {
      this.#host.trace('events.not-json', { rule: this.#rule.name, target: arn });
      this.#ports.count('FailedInvocations', this.#rule.name);
      return;
    }
    this.#ports.count('Invocations', this.#rule.name);
    const result = this.#ports.deliver({ arn, roleArn, ruleArn: this.#rule.arn }, this.#payload);
    if (result.outcome === 'delivered') return;
    if (result.outcome === 'refused') this.#giveUp(result);
    else if (this.#retryAttempts >= this.#target.maximumRetryAttempts)
      this.#giveUp(result, 'MaximumRetryAttempts');
    else this.#retry(result);
  }

  #retry(failure: Failure): void {
    const { timeline } = this.#host;
    const expiresAtMs = this.#startedAtMs + this.#target.maximumEventAgeSeconds * 1000;
    const retryAtMs =
      timeline.nowMs + drawBackOffMs(this.#host.random('events/back-off'), this.#retryAttempts);
    if (retryAtMs > expiresAtMs) {
      timeline.at(expiresAtMs, () => this.#giveUp(failure, 'MaximumEventAgeInSeconds'));
      return;
    }
    timeline.at(retryAtMs, () => {
      this.#retryAttempts++;
      this.attempt();
    });
  }

  #giveUp(failure: Failure, exhaustedCondition?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'): void {
    const queueArn = this.#target.deadLetterQueueArn;
    this.#ports.count('FailedInvocations', this.#rule.name);
    this.#host.trace('events.undelivered', {
      rule: this.#rule.name,
      target: this.#target.arn,
      code: failure.code,
      retryAttempts: this.#retryAttempts,
      hasDeadLetterQueue: queueArn !== undefined,
    });
    if (queueArn === undefined) return;
    const isSent = this.#ports.sendDeadLetter({
      queueArn,
      ruleArn: this.#rule.arn,
      body: JSON.stringify(this.#event),
      attributes: {
        RULE_ARN: this.#rule.arn,
        TARGET_ARN: this.#target.arn,
        ERROR_CODE: failure.code,
        ERROR_MESSAGE: failure.message,
        ...(exhaustedCondition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhaustedCondition }),
        RETRY_ATTEMPTS: String(this.#retryAttempts),
      },
    });
    this.#ports.count(isSent ? 'InvocationsSentToDlq' : 'InvocationsFailedToBeSentToDlq', this.#rule.name);
  }
}
