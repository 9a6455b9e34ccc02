/** The size at which a chunk is split. An insertion moves at most this many references. */
const chunkRowsMax = 512;

/**
 * Compares a row with a range: negative before it, zero in it, positive after it. Must not decrease in the order of
 * rows.
 */
export type Probe<Row> = (row: Row) => number;

/**
 * Sorted rows, as a list of short sorted arrays. Finding, inserting and deleting are logarithmic.
 *
 * No two rows may be equal in the order. The position of a row must not change while it is stored: delete it, change
 * it, insert it again. Do not insert or delete during an iteration.
 */
export class SortedRows<Row> {
  readonly #compare: (a: Row, b: Row) => number;
  readonly #chunks: Row[][] = [];
  #size = 0;

  constructor(compare: (a: Row, b: Row) => number) {
    this.#compare = compare;
  }

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  /** Inserts a row at its position. */
  insert(row: Row): void {
    this.#size++;
    const probe = (other: Row): number => this.#compare(other, row);
    const last = this.#chunks.length - 1;
    const chunkIndex = Math.min(this.#firstChunk(probe), last);
    const chunk = this.#chunks[chunkIndex];
    if (chunk === undefined) {
      this.#chunks.push([row]);
      return;
    }
    chunk.splice(firstIndex(chunk, probe), 0, row);
    if (chunk.length > chunkRowsMax) {
      this.#chunks.splice(chunkIndex + 1, 0, chunk.splice(chunkRowsMax >> 1));
    }
  }

  /** Removes a row, found by its position. @throws Error when the row is not stored. */
  delete(row: Row): void {
    const probe = (other: Row): number => this.#compare(other, row);
    const chunkIndex = this.#firstChunk(probe);
    const chunk = this.#chunks[chunkIndex];
    const index = chunk === undefined ? 0 : firstIndex(chunk, probe);
    if (chunk === undefined || chunk[index] !== row)
      throw new Error('delete got a row that is not in the order');
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(chunkIndex, 1);
    this.#size--;
  }

  /** The first row in a range, or undefined. */
  find(probe: Probe<Row>): Row | undefined {
    const chunk = this.#chunks[this.#firstChunk(probe)];
    const row = chunk?.[firstIndex(chunk, probe)];
    return row !== undefined && probe(row) === 0 ? row : undefined;
  }

  /** The rows in a range, in order. */
  *forward(probe: Probe<Row>): Generator<Row, void, undefined> {
    let chunkIndex = this.#firstChunk(probe);
    const first = this.#chunks[chunkIndex];
    let index = first === undefined ? 0 : firstIndex(first, probe);
    for (let chunk = first; chunk !== undefined; chunk = this.#chunks[++chunkIndex], index = 0) {
      for (; index < chunk.length; index++) {
        const row = chunk[index];
        if (row === undefined || probe(row) > 0) return;
        yield row;
      }
    }
  }

  /** The rows in a range, in reverse order. */
  *backward(probe: Probe<Row>): Generator<Row, void, undefined> {
    const past: Probe<Row> = (row) => (probe(row) <= 0 ? -1 : 1);
    let chunkIndex = Math.min(this.#firstChunk(past), this.#chunks.length - 1);
    const last = this.#chunks[chunkIndex];
    let index = last === undefined ? 0 : firstIndex(last, past) - 1;
    for (
      let chunk = last;
      chunk !== undefined;
      chunk = this.#chunks[--chunkIndex], index = (chunk?.length ?? 0) - 1
    ) {
      for (; index >= 0; index--) {
        const row = chunk[index];
        if (row === undefined || probe(row) < 0) return;
        yield row;
      }
    }
  }

  /** The index of the first chunk whose last row is not before the range, or the number of chunks if there is none. */
  #firstChunk(probe: Probe<Row>): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.#chunks[middle]?.at(-1);
      if (row !== undefined && probe(row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function firstIndex<Row>(chunk: readonly Row[], probe: Probe<Row>): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = chunk[middle];
    if (row !== undefined && probe(row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
