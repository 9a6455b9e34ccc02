import type { Appointment, Timeline } from '../../core/timeline.ts';

interface Bucket<T> {
  readonly items: Set<T>;
  readonly appointment: Appointment;
}

/**
 * Things that become due, one appointment for all that are due together. Due times are rounded up to a whole grain, so
 * a million messages that are sent over an hour cost some thousands of appointments. An empty bucket has none.
 */
export class DueBuckets<T> {
  readonly #timeline: Timeline;
  readonly #grainMs: number;
  readonly #onDue: (items: ReadonlySet<T>) => void;
  readonly #buckets = new Map<number, Bucket<T>>();

  constructor(timeline: Timeline, grainMs: number, onDue: (items: ReadonlySet<T>) => void) {
    this.#timeline = timeline;
    this.#grainMs = grainMs;
    this.#onDue = onDue;
  }

  /** Puts `item` at `dueMs` or up to one grain later, and says when: `remove` wants that moment again. */
  add(dueMs: number, item: T): number {
    const atMs = Math.ceil(dueMs / this.#grainMs) * this.#grainMs;
    const bucket = this.#buckets.get(atMs) ?? this.#open(atMs);
    bucket.items.add(item);
    return atMs;
  }

  /** Takes `item` out of the bucket that is due at `atMs`. It must be there. */
  remove(atMs: number, item: T): void {
    const bucket = this.#buckets.get(atMs);
    if (!bucket?.items.delete(item)) throw new Error(`Nothing like that is due at ${atMs}.`);
    if (bucket.items.size > 0) return;
    bucket.appointment.cancel();
    this.#buckets.delete(atMs);
  }

  /** Takes everything out. */
  clear(): void {
    for (const bucket of this.#buckets.values()) bucket.appointment.cancel();
    this.#buckets.clear();
  }

  #open(atMs: number): Bucket<T> {
    const items = new Set<T>();
    const appointment = this.#timeline.at(atMs, () => {
      this.#buckets.delete(atMs);
      this.#onDue(items);
    });
    const bucket = { items, appointment };
    this.#buckets.set(atMs, bucket);
    return bucket;
  }
}
