import { ServiceError } from '../../core/service.ts';
import type { Timeline } from '../../core/timeline.ts';

/**
 * A token bucket on virtual time. AWS publishes no rates for Run Command and DescribeInstanceInformation, so every rate
 * is assumed.
 */
export class RequestRate {
  readonly #timeline: Timeline;
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;

  constructor(timeline: Timeline, perSecond: number) {
    this.#timeline = timeline;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#filledAtMs = timeline.nowMs;
  }

  /** Takes one token, or throws ThrottlingException. The bucket holds the tokens of one second. */
  take(): void {
    const nowMs = this.#timeline.nowMs;
    const gained = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + gained);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) throw new ServiceError('ThrottlingException', 'Rate exceeded');
    this.#tokens -= 1;
  }
}
