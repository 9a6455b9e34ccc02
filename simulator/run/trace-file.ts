import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceLine } from 'local-cloud';

/** The size of a write. A long trace has millions of lines. */
const charactersPerWrite = 65_536;

/** Writes every line of a trace to a file: the virtual time in milliseconds, the kind, and the fields as JSON. */
export class TraceFile {
  readonly #descriptor: number;
  #pending = '';

  /** Opens the file and truncates it. @throws Error of Node.js when it cannot be written. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'w');
  }

  readonly add = ({ atMs, kind, fields }: TraceLine): void => {
    this.#pending += `${atMs} ${kind} ${JSON.stringify(fields)}\n`;
    if (this.#pending.length > charactersPerWrite) this.#flush();
  };

  /** Writes the rest and closes the file. */
  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#pending);
    this.#pending = '';
  }
}
