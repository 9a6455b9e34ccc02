import type { Appointment } from '../../core/timeline.ts';
import { recordBytes, type SqsRecord } from './sqs-record.ts';

/** The payload of one invocation, metadata included (Lambda quotas: 6 MB). */
const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

/** `{"Records":[]}` and room for it. */
const ENVELOPE_BYTES = 32;

/** Records that are invoked together. They are in flight until `deadlineMs`, when the first becomes visible again. */
export interface Batch {
  readonly records: readonly SqsRecord[];
  readonly deadlineMs: number;
}

interface Gathered {
  readonly record: SqsRecord;
  readonly bytes: number;
  readonly deadlineMs: number;
}

/** One of the pollers of a mapping: gathers a batch, gives it away, gathers the next. */
export class Poller {
  readonly index: number;
  readonly #batchSize: number;
  /** Closes the window of the batch that is gathered. Undefined while nothing is gathered. */
  window: Appointment | undefined;
  #gathered: Gathered[] = [];
  #bytes = ENVELOPE_BYTES;
  /** Received, but too large for the batch that is being given away: the start of the next one. */
  #overflow: Gathered[] = [];

  constructor(index: number, batchSize: number) {
    this.index = index;
    this.#batchSize = batchSize;
  }

  /** Records gathered. */
  get size(): number {
    return this.#gathered.length;
  }

  /** How many more records the batch takes, bytes apart. */
  get room(): number {
    return this.#batchSize - this.#gathered.length;
  }

  /** True when the batch must be invoked now: as many records as it may have, or no room for the next in its payload. */
  get isFull(): boolean {
    return this.#gathered.length >= this.#batchSize || this.#overflow.length > 0;
  }

  /** Adds a record that becomes visible again at `deadlineMs`. */
  add(record: SqsRecord, deadlineMs: number): void {
    const bytes = recordBytes(record) + 1;
    const fits = this.#gathered.length === 0 || this.#bytes + bytes <= PAYLOAD_BYTES_MAX;
    const gathered = { record, bytes, deadlineMs };
    if (!fits || this.isFull) {
      this.#overflow.push(gathered);
      return;
    }
    this.#gathered.push(gathered);
    this.#bytes += bytes;
  }

  /** Gives the batch away and starts the next one with what did not fit. Closes the window. */
  take(): Batch {
    this.window?.cancel();
    this.window = undefined;
    const batch = {
      records: this.#gathered.map(({ record }) => record),
      deadlineMs: this.#gathered.reduce(
        (first, { deadlineMs }) => Math.min(first, deadlineMs),
        Number.POSITIVE_INFINITY,
      ),
    };
    const rest = this.#overflow;
    this.#gathered = [];
    this.#overflow = [];
    this.#bytes = ENVELOPE_BYTES;
    for (const { record, deadlineMs } of rest) this.add(record, deadlineMs);
    return batch;
  }
}
