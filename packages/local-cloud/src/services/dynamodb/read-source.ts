import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setEntry } from '../../core/own-entry.ts';
import { ServiceError } from '../../core/service.ts';
import { decodeValue, encodeAttributes } from './attribute-value.ts';
import { validation } from './dynamodb-errors.ts';
import type { Table } from './dynamodb-table.ts';
import type { TableIndex } from './index-rows.ts';
import { type Attributes, type Item, type Placed, partitionHash, type Row, sizeBytes } from './row.ts';
import type { KeyAttribute, KeySchema } from './schema.ts';
import type { Probe, SortedRows } from './sorted-rows.ts';
import { storedSizeBytes } from './stored-size.ts';
import { typeOf, type Value } from './value.ts';

/** A page of a query or scan ends with the item that fills it. Source: DynamoDB quotas; that it is the item: recorded. */
const pageBytesMax = 1024 * 1024;

/** The source of a query or scan: a table, or one of its indexes. */
export class ReadSource {
  readonly table: Table;
  readonly index: TableIndex | undefined;
  readonly rows: SortedRows<Row>;
  readonly key: KeySchema;

  /** Refuses an index that the table does not have. */
  constructor(table: Table, indexName: string | undefined) {
    this.table = table;
    this.index = indexName === undefined ? undefined : table.indexes.get(indexName);
    if (indexName !== undefined && this.index === undefined) {
      throw validation(`The table does not have the specified index: ${indexName}`);
    }
    this.rows = this.index?.rows ?? table.rows;
    this.key = this.index?.schema.key ?? table.schema.key;
  }

  /** The hash that orders a row in this source. */
  hashOf(row: Placed): number {
    return this.index === undefined ? row.hash : partitionHash(this.index.keyOf(row.item).partition);
  }

  /** The order of the rows here. */
  compare(a: Placed, b: Placed): number {
    return this.index === undefined ? this.table.compareRows(a, b) : this.index.compare(a, b);
  }

  /** The attributes of an item that this source returns. */
  view(item: Item): Attributes {
    const { index } = this;
    if (index === undefined || index.schema.projection.type === 'ALL') return item;
    return index.project(item, this.table.schema.key);
  }

  /** The names of the key attributes in a `LastEvaluatedKey`: those of the index, then those of the table. */
  get positionNames(): Set<string> {
    const names = [this.key.partition.name, this.key.sort?.name];
    const { partition, sort } = this.table.schema.key;
    return new Set([...names, partition.name, sort?.name].filter((name) => name !== undefined));
  }

  /** `LastEvaluatedKey` for a row. */
  positionOf(row: Row): Record<string, AttributeValue> {
    const position: Record<string, AttributeValue> = {};
    for (const name of this.positionNames) {
      const value = row.item.get(name);
      if (value !== undefined) setEntry(position, name, decodeValue(value));
    }
    return position;
  }

  /** Reads an `ExclusiveStartKey`. Queries, and scans of an index, have words of their own. Recorded. */
  readPosition(item: ReadonlyMap<string, Value>, isQuery: boolean): Placed {
    const invalid = 'The provided starting key is invalid';
    const mismatch = 'The provided key element does not match the schema';
    const hasOwnWords = isQuery || this.index !== undefined;
    if (item.size !== this.positionNames.size)
      throw validation(hasOwnWords ? invalid : `${invalid}: ${mismatch}`);
    for (const attribute of hasOwnWords ? attributesOf(this.key) : []) {
      if (!item.has(attribute.name)) throw validation(invalid);
      if (!fits(attribute, item)) throw validation(mismatch);
    }
    if (!attributesOf(this.table.schema.key).every((attribute) => fits(attribute, item)))
      throw validation(`${invalid}: ${mismatch}`);
    return { hash: partitionHash(this.table.keyOf(item).partition), item };
  }
}

function attributesOf({ partition, sort }: KeySchema): readonly KeyAttribute[] {
  return sort === undefined ? [partition] : [partition, sort];
}

function fits({ name, type }: KeyAttribute, item: ReadonlyMap<string, Value>): boolean {
  const value = item.get(name);
  return value !== undefined && typeOf(value) === type;
}

/** The values of an `ExclusiveStartKey`. Most of their mistakes begin with its own words. Recorded. */
export function encodePosition(input: Record<string, AttributeValue>): Map<string, Value> {
  try {
    return encodeAttributes(input);
  } catch (error) {
    if (!(error instanceof ServiceError) || ofNumbers.test(error.message)) throw error;
    throw validation(`The provided starting key is invalid: ${error.message}`);
  }
}

const ofNumbers = /contains duplicates|number set|numeric value|significant digits|with magnitude/;

/** What to read from a source. */
export interface PageRequest {
  readonly source: ReadSource;
  /** The range of rows to read: see `Probe`. */
  readonly range: Probe<Placed>;
  readonly isForward: boolean;
  readonly start: Placed | undefined;
  readonly limit: number | undefined;
  /** Whether a row is returned. Other rows still count for the limit and the capacity. */
  accepts(item: Attributes): boolean;
}

/** A page: the accepted rows, the amount read, and the last row if more may follow. */
export interface Page {
  readonly items: Attributes[];
  readonly scannedCount: number;
  readonly bytes: number;
  readonly last: Row | undefined;
}

/**
 * Reads rows until the end of the range, the limit or 1 MB as the service stores items. A page that ends at its limit
 * has a `last` even if nothing follows.
 */
export function readPage(request: PageRequest): Page {
  const items: Page['items'] = [];
  let scannedCount = 0;
  let bytes = 0;
  let storedBytes = 0;
  let last: Row | undefined;
  const sortName = request.source.table.schema.key.sort?.name;
  for (const row of walk(request)) {
    const view = request.source.view(row.item);
    const size = sizeBytes(view);
    scannedCount++;
    bytes += size;
    storedBytes += storedSizeBytes(view, sortName);
    last = row;
    if (request.accepts(view)) items.push(view);
    if (scannedCount === request.limit || storedBytes >= pageBytesMax)
      return { items, scannedCount, bytes, last };
  }
  return { items, scannedCount, bytes, last: undefined };
}

function walk({ source, range, isForward, start }: PageRequest): Iterable<Row> {
  if (start === undefined) return isForward ? source.rows.forward(range) : source.rows.backward(range);
  if (isForward) return source.rows.forward((row) => (source.compare(row, start) <= 0 ? -1 : range(row)));
  return source.rows.backward((row) => (source.compare(row, start) >= 0 ? 1 : range(row)));
}
