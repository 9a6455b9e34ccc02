/**
 * Virtual time: a queue of things that happen at a moment. Time moves only when somebody takes the next thing.
 *
 * Two things due at the same millisecond happen in the order in which they were put there, so a run is a function of
 * its inputs alone.
 */

/** A thing that will happen; `cancel` makes it not happen. Cancelling twice, or after it happened, does nothing. */
export interface Appointment {
  readonly atMs: number;
  cancel(): void;
}

/** There may be a million of them at once: fields, and no closures besides the action. */
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

  /** The virtual moment, in epoch milliseconds. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next thing happens, or undefined when nothing will. */
  get nextMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.atMs;
  }

  /** Puts `action` at a moment; a moment that has passed means now. */
  at(atMs: number, action: () => void): Appointment {
    const entry = new Entry(Math.max(atMs, this.#nowMs), this.#sequence++, action);
    this.#push(entry);
    return entry;
  }

  /** Puts `action` `delayMs` from now. */
  after(delayMs: number, action: () => void): Appointment {
    return this.at(this.#nowMs + delayMs, action);
  }

  /** Takes the next thing, moves time to it and does it. False when nothing is left. */
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

  /** Moves time forward with nothing happening, for a run in real time. Never past the next appointment. */
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
