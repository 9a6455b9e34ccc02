import type { TableIndex } from './index-rows.ts';
import { type Row, sizeBytes } from './row.ts';
import type { TableSchema } from './schema.ts';
import type { SortedRows } from './sorted-rows.ts';

/** How old told sizes may be. Source: DynamoDB API reference, TableDescription ("approximately every six hours"). */
const refreshMs = 6 * 60 * 60 * 1000;

/** What has sizes: a table. */
interface Sized {
  readonly rows: SortedRows<Row>;
  readonly indexes: ReadonlyMap<string, TableIndex>;
  readonly schema: TableSchema;
}

/** The size of a table or an index: bytes of its items, and their number. */
export interface Size {
  readonly bytes: number;
  readonly items: number;
}

/** The sizes that DescribeTable tells, and when they were taken. A new table is empty. */
export class ToldSizes {
  #takenMs: number;
  #table: Size = { bytes: 0, items: 0 };
  #indexes: ReadonlyMap<string, Size> = new Map();

  constructor(createdMs: number) {
    this.#takenMs = createdMs;
  }

  /** The sizes at a time: as they were, or taken anew when they are too old. */
  at(table: Sized, nowMs: number): Size & { readonly indexes: ReadonlyMap<string, Size> } {
    if (nowMs - this.#takenMs >= refreshMs) this.#take(table, nowMs);
    return { ...this.#table, indexes: this.#indexes };
  }

  #take({ rows, indexes, schema }: Sized, nowMs: number): void {
    this.#takenMs = nowMs;
    let bytes = 0;
    for (const { item } of rows.forward(() => 0)) bytes += sizeBytes(item);
    this.#table = { bytes, items: rows.size };
    this.#indexes = new Map(
      [...indexes].map(([name, index]) => {
        let indexBytes = 0;
        for (const { item } of index.rows.forward(() => 0))
          indexBytes += sizeBytes(index.project(item, schema.key));
        return [name, { bytes: indexBytes, items: index.rows.size }];
      }),
    );
  }
}
