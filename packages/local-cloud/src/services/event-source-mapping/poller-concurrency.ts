/** The concurrent batches of a new standard mapping (Lambda developer guide, SQS scaling). */
const START = 5;
/** The pollers that Lambda keeps when idle. With a maximum concurrency it keeps `START` (same page). */
const IDLE = 2;
/** The most concurrent batches without a maximum concurrency (same page). */
const DEFAULT_MAX = 1000;
/** The growth of concurrent batches per second of backlog: 300 a minute (same page). */
const GROWTH_PER_SECOND = 5;
/** The lower bound of the back-off, from which a mapping can recover. */
const MIN = 2;
/** The idle time after which pollers are removed. Assumed; AWS does not say. */
const IDLE_AFTER_MS = 5 * 60_000;

/**
 * The concurrent batches of a mapping, and thus its pollers. The number grows with a backlog, shrinks after errors and
 * throttles, and returns to its start after an idle time. It needs no timer: the next message detects the idle time.
 */
export class Concurrency {
  readonly #max: number;
  readonly #idle: number;
  #limit: number;
  #busyMs: number;

  /** `maximum` is the mapping's MaximumConcurrency; `nowMs` is when it begins. */
  constructor(maximum: number | undefined, nowMs: number) {
    this.#max = maximum ?? DEFAULT_MAX;
    this.#limit = Math.min(START, this.#max);
    this.#idle = maximum === undefined ? IDLE : this.#limit;
    this.#busyMs = nowMs;
  }

  /** The current limit of concurrent batches. */
  get limit(): number {
    return this.#limit;
  }

  /** True if a backlog may add pollers. */
  get canGrow(): boolean {
    return this.#limit < this.#max;
  }

  /** Records that messages arrived. */
  touch(nowMs: number): void {
    if (nowMs - this.#busyMs >= IDLE_AFTER_MS) this.#limit = this.#idle;
    this.#busyMs = nowMs;
  }

  /** Adds the growth for one second of backlog. */
  grow(): void {
    this.#limit = Math.min(this.#max, this.#limit + GROWTH_PER_SECOND);
  }

  /** Reduces the limit after a failed or throttled invocation. */
  backOff(): void {
    this.#limit = Math.max(MIN, this.#limit - 1);
  }
}
