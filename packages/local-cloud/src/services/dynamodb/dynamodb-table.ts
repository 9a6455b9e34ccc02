import type { Bill } from '../../core/meter.ts';
import { NotEmulatedError } from '../../core/service.ts';
import { invalidParameter, validation } from './dynamodb-errors.ts';
import type { Path } from './expression/expression-syntax.ts';
import { TableIndex, type WriteCause } from './index-rows.ts';
import { compareKeys, type Key, keyIn } from './key.ts';
import {
  type Attributes,
  type Item,
  type Placed,
  partitionHash,
  type Row,
  Shapes,
  sizeBytes,
} from './row.ts';
import type { KeyAttribute, TableSchema } from './schema.ts';
import { SortedRows } from './sorted-rows.ts';
import { ToldSizes } from './told-sizes.ts';
import { isScalar, type Scalar, typeOf, type Value, valueSizeBytes } from './value.ts';

/** The size limit of an item, of a partition key and of a sort key. Source: DynamoDB quotas. */
const itemBytesMax = 400 * 1024;
const partitionKeyBytesMax = 2048;
const sortKeyBytesMax = 1024;

/** The identity of a table. */
export interface TableIdentity {
  readonly tableName: string;
  readonly arn: string;
  readonly tableId: string;
  readonly createdMs: number;
}

/** What a table tells: units that are billed, and every stored item. */
export interface TablePorts {
  readonly bill: Bill;
  noticed(item: Item): void;
}

/**
 * A table: its rows in the order of a scan (by hash of the partition key, then by key), and its indexes. `noticed` is
 * called for every stored item, for time to live; `bill` for the units that requests use.
 */
export class Table {
  readonly identity: TableIdentity;
  readonly rows: SortedRows<Row>;
  readonly indexes: ReadonlyMap<string, TableIndex>;
  readonly #indexes = new Map<string, TableIndex>();
  #schema: TableSchema;
  readonly #shapes = new Shapes();
  readonly bill: Bill;
  /** When time to live was turned on or off last. */
  timeToLiveChangedMs: number | undefined;
  /** Since when the table can be restored; it says nothing while recovery is off. */
  recoverableSinceMs: number;
  readonly #noticed: (item: Item) => void;
  readonly #sizes: ToldSizes;

  constructor(identity: TableIdentity, schema: TableSchema, ports: TablePorts) {
    this.identity = identity;
    this.#sizes = new ToldSizes(identity.createdMs);
    this.recoverableSinceMs = identity.createdMs;
    this.#schema = schema;
    this.bill = ports.bill;
    this.#noticed = ports.noticed;
    this.rows = new SortedRows((a, b) => this.compareRows(a, b));
    this.indexes = this.#indexes;
    this.change(schema);
  }

  get schema(): TableSchema {
    return this.#schema;
  }

  /** Changes everything but the key. New indexes are filled at once with the items that have their key. */
  change(schema: TableSchema): void {
    this.#schema = schema;
    const names = schema.indexes.map(({ name }) => name);
    for (const name of this.#indexes.keys()) if (!names.includes(name)) this.#indexes.delete(name);
    for (const indexSchema of schema.indexes.filter(({ name }) => !this.#indexes.has(name))) {
      const index = new TableIndex(indexSchema, (a, b) => this.compareRows(a, b));
      for (const row of this.rows.forward(() => 0)) fill(index, row);
      this.#indexes.set(indexSchema.name, index);
    }
  }

  /** The sizes that DescribeTable tells. */
  sizes(nowMs: number): ReturnType<ToldSizes['at']> {
    return this.#sizes.at(this, nowMs);
  }

  /** The order of the table. */
  compareRows(a: Placed, b: Placed): number {
    if (a.hash !== b.hash) return a.hash - b.hash;
    return compareKeys(this.keyOf(a.item), this.keyOf(b.item));
  }

  /** The key of an item, which must have one. */
  keyOf(item: Attributes): Key {
    const key = keyIn(this.schema.key, item);
    if (key === undefined) throw new Error(`an item of the table ${this.identity.tableName} has no key`);
    return key;
  }

  /** The attributes of a key. */
  keyAttributes({ partition, sort }: Key): Map<string, Value> {
    const attributes = new Map<string, Value>([[this.schema.key.partition.name, partition]]);
    if (this.schema.key.sort !== undefined && sort !== undefined)
      attributes.set(this.schema.key.sort.name, sort);
    return attributes;
  }

  /** The row at a key, or undefined. */
  find(key: Key): Row | undefined {
    const hash = partitionHash(key.partition);
    return this.rows.find((row) => {
      if (row.hash !== hash) return row.hash - hash;
      return compareKeys(this.keyOf(row.item), key);
    });
  }

  /** Reads the `Key` of a request: exactly the key attributes, of the right types, not empty, not too long. */
  readKey(given: ReadonlyMap<string, Value>): Key {
    const { partition, sort } = this.schema.key;
    if (given.size !== (sort === undefined ? 1 : 2)) throw keyMismatch();
    const read = (attribute: KeyAttribute): Scalar => {
      const value = given.get(attribute.name);
      if (!isScalar(value) || typeOf(value) !== attribute.type) throw keyMismatch();
      return value;
    };
    const key = { partition: read(partition), sort: sort === undefined ? undefined : read(sort) };
    this.#checkKeySizes(key);
    return key;
  }

  /** Refuses attributes that lack a key attribute of the right type. */
  requireKey(attributes: ReadonlyMap<string, Value>): void {
    const { partition, sort } = this.schema.key;
    for (const { name, type } of sort === undefined ? [partition] : [partition, sort]) {
      const value = attributes.get(name);
      if (value === undefined || typeOf(value) !== type) throw keyMismatch();
    }
  }

  /** Creates an item after checking its key, its index keys and its size. */
  newItem(attributes: ReadonlyMap<string, Value>, cause: WriteCause): Item {
    const { partition, sort } = this.schema.key;
    for (const attribute of sort === undefined ? [partition] : [partition, sort]) {
      const value = attributes.get(attribute.name);
      if (value === undefined) throw invalidParameter(`Missing the key ${attribute.name} in the item`);
      checkKeyType(attribute, value);
    }
    const item = this.#shapes.item(attributes);
    this.#checkKeySizes(this.keyOf(item));
    for (const index of this.indexes.values()) index.check(item, cause);
    checkItemSize(attributes, cause);
    return item;
  }

  /** Refuses a path into a key attribute of the table or of an index. Such an attribute is never a list or map. */
  refuseNestedKeys(paths: readonly Path[] | undefined): void {
    for (const [name, ...rest] of paths ?? []) {
      if (rest.length === 0 || this.schema.attributes.every((attribute) => attribute.name !== name)) continue;
      const { partition, sort } = this.schema.key;
      const what = name === partition.name || name === sort?.name ? 'Key' : 'IndexKey';
      throw validation(
        `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${what}: ${name}`,
      );
    }
  }

  /** Stores an item and updates every index. Replaces the item in `row`, if any. */
  put(item: Item, row: Row | undefined): void {
    if (row === undefined) {
      const created = { hash: partitionHash(this.keyOf(item).partition), item };
      this.rows.insert(created);
      for (const index of this.indexes.values()) index.add(created);
    } else {
      const moved = [...this.indexes.values()].filter((index) => index.isMovedBy(row.item, item));
      for (const index of moved) index.remove(row);
      row.item = item;
      for (const index of moved) index.add(row);
    }
    this.#noticed(item);
  }

  /** Removes a row. */
  delete(row: Row): void {
    this.rows.delete(row);
    for (const index of this.indexes.values()) index.remove(row);
  }

  #checkKeySizes(key: Key): void {
    checkKeySize(key.partition, this.schema.key.partition, partitionKeyBytesMax);
    if (key.sort !== undefined && this.schema.key.sort !== undefined) {
      checkKeySize(key.sort, this.schema.key.sort, sortKeyBytesMax);
    }
  }
}

/** Adds a row to a new index. AWS leaves out an item whose index key has another type, and lets it change later. */
function fill(index: TableIndex, row: Row): void {
  try {
    index.check(row.item, 'put');
  } catch {
    throw new NotEmulatedError(`a new index ${index.schema.name} over items with keys of other types`);
  }
  index.add(row);
}

/** Refuses an item that is too large. */
export function checkItemSize(attributes: Attributes, cause: WriteCause): void {
  if (!mayExceed(attributes, itemBytesMax) || sizeBytes(attributes) <= itemBytesMax) return;
  const what = cause === 'put' ? 'Item size' : 'Item size to update';
  throw validation(`${what} has exceeded the maximum allowed size`);
}

function keyMismatch(): Error {
  return validation('The provided key element does not match the schema');
}

function checkKeyType(attribute: KeyAttribute, value: Value): void {
  const actual = typeOf(value);
  if (actual === attribute.type) return;
  throw invalidParameter(
    `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${actual}`,
  );
}

function checkKeySize(value: Scalar, attribute: KeyAttribute, bytesMax: number): void {
  if (attribute.type === 'N') return;
  const size = valueSizeBytes(value);
  if (size === 0) {
    const kind = attribute.type === 'S' ? 'string' : 'binary';
    throw validation(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${attribute.name}`,
    );
  }
  if (size <= bytesMax) return;
  throw invalidParameter(
    bytesMax === partitionKeyBytesMax
      ? `Size of hashkey has exceeded the maximum size limit of${bytesMax} bytes`
      : `Aggregated size of all range keys has exceeded the size limit of ${bytesMax} bytes`,
  );
}

/** False if an item is certainly small. This fast bound makes the exact sum unnecessary for nearly every write. */
function mayExceed(attributes: Attributes, bytesMax: number): boolean {
  let bound = 0;
  attributes.forEach((value, name) => {
    const isNested = typeof value === 'object' && value !== null;
    bound +=
      3 * name.length +
      (isNested ? Number.POSITIVE_INFINITY : typeof value === 'string' ? 3 * value.length : 22);
  });
  return bound > bytesMax;
}
