import type { StoredMessage } from './message.ts';

const COMPACT_FROM = 1024;

/**
 * The visible messages of a queue, longest visible first. A deleted message stays in the line and is skipped at its
 * turn, so taking a message is O(1) without a search.
 */
export class VisibleLine {
  #line: (StoredMessage | undefined)[] = [];
  #head = 0;

  /** Appends a visible message. */
  push(message: StoredMessage): void {
    this.#line.push(message);
  }

  /** The first message that is still visible, which stays in the line, or undefined. */
  peek(): StoredMessage | undefined {
    while (this.#head < this.#line.length) {
      const message = this.#line[this.#head];
      if (message?.state === 'visible') return message;
      this.#advance();
    }
    return undefined;
  }

  /** Takes the first message that is still visible, or returns undefined. */
  shift(): StoredMessage | undefined {
    const message = this.peek();
    if (message !== undefined) this.#advance();
    return message;
  }

  /** Removes all messages. */
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
