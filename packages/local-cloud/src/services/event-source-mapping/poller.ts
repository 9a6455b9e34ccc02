import type { Appointment } from '../../core/timeline.ts';
import { recordBytes, type SqsRecord } from './sqs-record.ts';

/** The largest payload of one invocation, including metadata (Lambda quotas: 6 MB). */
const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

/** Room for `{"Records":[]}`. */
const ENVELOPE_BYTES = 32;

/** The records of one invocation. They are in flight until `deadlineMs`, when the first becomes visible again. */
export interface Batch {
  readonly records: readonly SqsRecord[];
  readonly deadlineMs: number;
}

interface Gathered {
  readonly record: SqsRecord;
  readonly bytes: number;
  readonly deadlineMs: number;
}

/** One poller of a mapping. It gathers a batch, hands it over, and gathers the next. */
export class Poller {
  readonly index: number;
  readonly #batchSize: number;
  /** The end of the window of the current batch. Undefined while the batch is empty. */
  window: Appointment | undefined;
  #gathered: Gathered[] = [];
  #bytes = ENVELOPE_BYTES;
  /** Received records that did not fit into the current batch. They start the next one. */
  #overflow: Gathered[] = [];

  constructor(index: number, batchSize: number) {
    this.index = index;
    this.#batchSize = batchSize;
  }

  /** The number of gathered records. */
  get size(): number {
    return this.#gathered.length;
  }

  /** How many more records the batch may have, regardless of bytes. */
  get room(): number {
    return this.#batchSize - this.#gathered.length;
  }

  /**
   * True if the batch must be invoked now: it has the maximum number of records, or its payload has no room for the
   * next.
   */
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

  /** Returns the batch and starts the next one with the records that did not fit. Closes the window. */
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
