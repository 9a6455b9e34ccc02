import { createHash } from 'node:crypto';

/** One line of the trace, as a listener sees it. */
export interface TraceLine {
  readonly atMs: number;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A running hash of all trace lines. Two runs are equal if their hashes are. Only listeners keep lines, so a million
 * launches cost no memory here.
 */
export class Trace {
  readonly #hash = createHash('sha256');
  readonly #listeners: ((line: TraceLine) => void)[] = [];
  #pending = '';

  add(line: TraceLine): void {
    this.#pending += `${line.atMs} ${line.kind} ${JSON.stringify(line.fields)}\n`;
    if (this.#pending.length > 65_536) this.#flush();
    for (const listener of this.#listeners) listener(line);
  }

  listen(listener: (line: TraceLine) => void): void {
    this.#listeners.push(listener);
  }

  /** The hash of all lines so far, in hexadecimal. More lines may be added afterwards. */
  get hash(): string {
    this.#flush();
    return this.#hash.copy().digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}
