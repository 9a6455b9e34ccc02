/**
 * Virtual time: a queue of appointments. Time moves only when a step is taken.
 *
 * Two appointments at the same millisecond happen in the order in which they were made, so a run depends on its inputs
 * alone.
 */

/** A future action. `cancel` prevents it. Cancelling twice, or after the action, has no effect. */
export interface Appointment {
  readonly atMs: number;
  cancel(): void;
}

/** A class without closures (except the action), because there may be a million at once. */
class Entry implements Appointment {
  readonly atMs: number;
  readonly sequence: number;
  action: (() => void) | undefined;

  constructor(atMs: number, sequence: number, action: () => void) {
    this.atMs = atMs;
    this.sequence = sequence;
    this.action = action;
  }

  cancel(): void {
    this.action = undefined;
  }
}

export class Timeline {
  #nowMs: number;
  #sequence = 0;
  #heap: Entry[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** The current virtual time, in epoch milliseconds. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The time of the next appointment, or undefined. */
  get nextMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.atMs;
  }

  /** Schedules `action` at a time. A time in the past means now. */
  at(atMs: number, action: () => void): Appointment {
    const entry = new Entry(Math.max(atMs, this.#nowMs), this.#sequence++, action);
    this.#push(entry);
    return entry;
  }

  /** Schedules `action` in `delayMs`. */
  after(delayMs: number, action: () => void): Appointment {
    return this.at(this.#nowMs + delayMs, action);
  }

  /** Moves time to the next appointment and runs its action. Returns false if there is none. */
  step(): boolean {
    this.#dropCancelled();
    const entry = this.#pop();
    if (entry === undefined) return false;
    this.#nowMs = entry.atMs;
    const action = entry.action;
    entry.action = undefined;
    action?.();
    return true;
  }

  /** Moves time forward without an action, for a run in real time. Never moves past the next appointment. */
  advanceTo(nowMs: number): void {
    const limitMs = this.nextMs ?? nowMs;
    this.#nowMs = Math.max(this.#nowMs, Math.min(nowMs, limitMs));
  }

  #dropCancelled(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].action === undefined) this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    this.#sink(last);
    return top;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const isRightFirst = right !== undefined && isBefore(right, left);
      const child = isRightFirst ? right : left;
      if (!isBefore(child, entry)) break;
      heap[index] = child;
      index = 2 * index + (isRightFirst ? 2 : 1);
    }
    heap[index] = entry;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
