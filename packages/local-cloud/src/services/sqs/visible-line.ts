import type { StoredMessage } from './message.ts';

const COMPACT_FROM = 1024;

/**
 * The visible messages of a queue, longest visible first. A message that is deleted while it stands here stays until
 * its turn and is passed over then: taking one is O(1), and nothing is ever searched.
 */
export class VisibleLine {
  #line: (StoredMessage | undefined)[] = [];
  #head = 0;

  /** Puts a visible message at the end. */
  push(message: StoredMessage): void {
    this.#line.push(message);
  }

  /** The first message that is still visible, left in its place; undefined when there is none. */
  peek(): StoredMessage | undefined {
    while (this.#head < this.#line.length) {
      const message = this.#line[this.#head];
      if (message?.state === 'visible') return message;
      this.#advance();
    }
    return undefined;
  }

  /** Takes the first message that is still visible; undefined when there is none. */
  shift(): StoredMessage | undefined {
    const message = this.peek();
    if (message !== undefined) this.#advance();
    return message;
  }

  /** Forgets all. */
  clear(): void {
    this.#line = [];
    this.#head = 0;
  }

  #advance(): void {
    this.#line[this.#head++] = undefined;
    if (this.#head < COMPACT_FROM || this.#head * 2 < this.#line.length) return;
    this.#line = this.#line.slice(this.#head);
    this.#head = 0;
  }
}
