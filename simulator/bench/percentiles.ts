/** Percentiles of seconds, by nearest rank. They are undefined if there were no values. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
}

/** Counts values by whole second, so that memory does not grow with the number of values. */
export class SecondsHistogram {
  readonly #counts = new Map<number, number>();
  #count = 0;

  /** Adds a value, rounded to a whole second. */
  add(seconds: number): void {
    const whole = Math.round(seconds);
    this.#counts.set(whole, (this.#counts.get(whole) ?? 0) + 1);
    this.#count++;
  }

  /** The percentiles of the values added so far. */
  percentiles(): Percentiles {
    return { count: this.#count, p50: this.#rank(0.5), p95: this.#rank(0.95), p99: this.#rank(0.99) };
  }

  #rank(share: number): number | undefined {
    let left = Math.ceil(this.#count * share);
    for (const [seconds, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return seconds;
    }
    return undefined;
  }
}
