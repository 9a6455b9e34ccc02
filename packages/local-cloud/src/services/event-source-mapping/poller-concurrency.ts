/** Batches at once when a standard mapping begins (Lambda developer guide, SQS scaling). */
const START = 5;
/** Pollers that Lambda may keep when nothing comes; it keeps `START` when a maximum is set (same page). */
const IDLE = 2;
/** Batches at once without a maximum (same page). */
const DEFAULT_MAX = 1000;
/** More batches at once per second of backlog: 300 a minute (same page). */
const GROWTH_PER_SECOND = 5;
/** Back-off never goes below this, so that a mapping recovers. */
const MIN = 2;
/** How long nothing must come before pollers are given up. AWS does not say; assumed. */
const IDLE_AFTER_MS = 5 * 60_000;

/**
 * How many batches a mapping may have at once, and so how many pollers it has. Grows while there is a backlog, shrinks
 * after errors and throttles, and returns to the beginning when nothing came for a while. It needs no timer of its own:
 * idleness is noticed when the next message comes.
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

  /** Batches at once, now. */
  get limit(): number {
    return this.#limit;
  }

  /** True while a backlog may still add pollers. */
  get canGrow(): boolean {
    return this.#limit < this.#max;
  }

  /** Notes that messages came. */
  touch(nowMs: number): void {
    if (nowMs - this.#busyMs >= IDLE_AFTER_MS) this.#limit = this.#idle;
    this.#busyMs = nowMs;
  }

  /** One more second of backlog. */
  grow(): void {
    this.#limit = Math.min(this.#max, this.#limit + GROWTH_PER_SECOND);
  }

  /** An invocation failed or was throttled. */
  backOff(): void {
    this.#limit = Math.max(MIN, this.#limit - 1);
  }
}
