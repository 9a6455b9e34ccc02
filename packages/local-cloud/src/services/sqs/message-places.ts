import type { Timeline } from '../../core/timeline.ts';
import { DueBuckets } from './due-buckets.ts';
import type { StoredMessage } from './message.ts';
import { VisibleLine } from './visible-line.ts';

/** Delays and visibility timeouts end at the next tenth of a second, never early. AWS promises no finer time. */
const DUE_GRAIN_MS = 100;

/** The current number of messages in each state. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * The state of each message of one queue: delayed, visible or in flight. A hidden message becomes visible at its due
 * time. Settings, receives and retention are in `Queue`.
 */
export class MessagePlaces {
  readonly #timeline: Timeline;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #hidden: DueBuckets<StoredMessage>;
  readonly #line = new VisibleLine();
  readonly #counts = { visible: 0, inFlight: 0, delayed: 0 };
  readonly #listeners = new Set<() => void>();
  #isAnnouncing = false;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#hidden = new DueBuckets(timeline, DUE_GRAIN_MS, (messages) => {
      for (const message of messages) this.show(message);
    });
  }

  /** The number of messages in each state, including expired ones. */
  get counts(): QueueCounts {
    return this.#counts;
  }

  /** The messages in the order of arrival. */
  all(): Iterable<StoredMessage> {
    return this.#messages.values();
  }

  /** The message with this id, or undefined. */
  find(id: string): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  /** Adds a message. `hide` or `show` must follow. */
  add(message: StoredMessage): void {
    this.#messages.set(message.id, message);
  }

  /** Removes a message in any state. */
  remove(message: StoredMessage): void {
    if (message.state === 'delayed' || message.state === 'inFlight') this.unhide(message);
    this.#setState(message, 'gone');
    this.#messages.delete(message.id);
  }

  /** Removes all messages and returns their number. */
  clear(): number {
    const messages = [...this.#messages.values()];
    for (const message of messages) this.remove(message);
    this.#line.clear();
    return messages.length;
  }

  /** Hides a message for `seconds`. For 0, `show` must follow in the same step. */
  hide(message: StoredMessage, state: 'delayed' | 'inFlight', seconds: number): void {
    if (seconds > 0) message.dueMs = this.#hidden.add(this.#timeline.nowMs + seconds * 1000, message);
    this.#setState(message, state);
  }

  /** Cancels the timer of a hidden message. `hide` or `show` must follow. */
  unhide(message: StoredMessage): void {
    this.#hidden.remove(message.dueMs, message);
  }

  /** Makes a message visible, at the end of the line. */
  show(message: StoredMessage): void {
    this.#setState(message, 'visible');
    this.#line.push(message);
    this.#announce();
  }

  /** The next visible message, which stays in the line, or undefined. */
  peek(): StoredMessage | undefined {
    return this.#line.peek();
  }

  /** Takes the next visible message out of the line, or returns undefined. `hide` or `remove` must follow. */
  shift(): StoredMessage | undefined {
    return this.#line.shift();
  }

  /** Calls `listener` when messages have become visible, once for many. Returns a function that unsubscribes. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #setState(message: StoredMessage, state: StoredMessage['state']): void {
    if (message.state !== 'gone') this.#counts[message.state]--;
    if (state !== 'gone') this.#counts[state]++;
    message.state = state;
  }

  #announce(): void {
    if (this.#isAnnouncing || this.#listeners.size === 0) return;
    this.#isAnnouncing = true;
    this.#timeline.after(0, () => {
      this.#isAnnouncing = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
