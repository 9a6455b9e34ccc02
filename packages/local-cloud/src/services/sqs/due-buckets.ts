import type { Appointment, Timeline } from '../../core/timeline.ts';

interface Bucket<T> {
  readonly items: Set<T>;
  readonly appointment: Appointment;
}

/**
 * Items with due times. Due times are rounded up to a multiple of the grain, and items that are due together share one
 * appointment. A million messages that are sent within an hour thus need some thousands of appointments. An empty
 * bucket has none.
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

  /** Adds `item` at `dueMs`, or up to one grain later. Returns the time, which `remove` needs. */
  add(dueMs: number, item: T): number {
    const atMs = Math.ceil(dueMs / this.#grainMs) * this.#grainMs;
    const bucket = this.#buckets.get(atMs) ?? this.#open(atMs);
    bucket.items.add(item);
    return atMs;
  }

  /** Removes `item` from the bucket that is due at `atMs`. It must be there. */
  remove(atMs: number, item: T): void {
    const bucket = this.#buckets.get(atMs);
    if (!bucket?.items.delete(item)) throw new Error(`No such item is due at ${atMs}.`);
    if (bucket.items.size > 0) return;
    bucket.appointment.cancel();
    this.#buckets.delete(atMs);
  }

  /** Removes all items. */
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
