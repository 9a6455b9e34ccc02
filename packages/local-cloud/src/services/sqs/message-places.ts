import type { Timeline } from '../../core/timeline.ts';
import { DueBuckets } from './due-buckets.ts';
import type { StoredMessage } from './message.ts';
import { VisibleLine } from './visible-line.ts';

/** Delays and visibility end on a tenth of a second, never early: AWS promises no finer moment. */
const DUE_GRAIN_MS = 100;

/** How many messages are where, now. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * Where each message of one queue is: delayed, visible or in flight. It shows a hidden message when its time has come,
 * and knows no setting, receive or retention; `Queue` does.
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

  /** How many messages are where, expired ones too. */
  get counts(): QueueCounts {
    return this.#counts;
  }

  /** The messages, first come first. */
  all(): Iterable<StoredMessage> {
    return this.#messages.values();
  }

  /** The message with this id; undefined when it is not here. */
  find(id: string): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  /** Takes a message in; `hide` or `show` must follow. */
  add(message: StoredMessage): void {
    this.#messages.set(message.id, message);
  }

  /** Takes a message out, wherever it is. */
  remove(message: StoredMessage): void {
    if (message.state === 'delayed' || message.state === 'inFlight') this.unhide(message);
    this.#setState(message, 'gone');
    this.#messages.delete(message.id);
  }

  /** Takes every message out, and says how many they were. */
  clear(): number {
    const messages = [...this.#messages.values()];
    for (const message of messages) this.remove(message);
    this.#line.clear();
    return messages.length;
  }

  /** Hides a message until `seconds` from now; for 0, until `show`, which must follow in the same step. */
  hide(message: StoredMessage, state: 'delayed' | 'inFlight', seconds: number): void {
    if (seconds > 0) message.dueMs = this.#hidden.add(this.#timeline.nowMs + seconds * 1000, message);
    this.#setState(message, state);
  }

  /** Cancels the end of a hiding; another `hide`, or `show`, must follow. */
  unhide(message: StoredMessage): void {
    this.#hidden.remove(message.dueMs, message);
  }

  /** Makes a message visible, behind those that are. */
  show(message: StoredMessage): void {
    this.#setState(message, 'visible');
    this.#line.push(message);
    this.#announce();
  }

  /** The visible message that is next, left where it is; undefined when none is visible. */
  peek(): StoredMessage | undefined {
    return this.#line.peek();
  }

  /** The visible message that is next, out of the line; `hide` or `remove` must follow. Undefined when none is visible. */
  shift(): StoredMessage | undefined {
    return this.#line.shift();
  }

  /** Calls `listener` when messages have become visible, once for many. Returns the way to stop. */
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
