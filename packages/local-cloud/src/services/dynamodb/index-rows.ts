import { invalidParameter, validation } from './dynamodb-errors.ts';
import { compareKeys, type Key, keyIn } from './key.ts';
import { type Attributes, type Item, type Placed, partitionHash, type Row, sizeBytes } from './row.ts';
import type { IndexSchema, KeyAttribute, KeySchema } from './schema.ts';
import { SortedRows } from './sorted-rows.ts';
import { equalValues, typeOf, type Value, valueSizeBytes } from './value.ts';

/**
 * The rows of a global secondary index: those whose item has the whole index key. They are in the order of a scan of
 * the index: by hash of the index partition, then by index key, then as in the table. AWS updates an index a moment
 * after the table. This index is always consistent.
 */
export class TableIndex {
  readonly schema: IndexSchema;
  readonly rows: SortedRows<Row>;

  readonly #compareInTable: (a: Placed, b: Placed) => number;

  constructor(schema: IndexSchema, compareInTable: (a: Placed, b: Placed) => number) {
    this.schema = schema;
    this.#compareInTable = compareInTable;
    this.rows = new SortedRows((a, b) => this.compare(a, b));
  }

  /** The order of the index. */
  compare(a: Placed, b: Placed): number {
    const order = compareIndexKeys(this.keyOf(a.item), this.keyOf(b.item));
    return order === 0 ? this.#compareInTable(a, b) : order;
  }

  /** The index key of an item, which must be in the index. */
  keyOf(item: Attributes): Key {
    const key = keyIn(this.schema.key, item);
    if (key === undefined) throw new Error(`an item of the index ${this.schema.name} has no index key`);
    return key;
  }

  /** Refuses an item with an index key attribute that has the wrong type or is empty. */
  check(item: Item, cause: WriteCause): void {
    const { partition, sort } = this.schema.key;
    for (const attribute of sort === undefined ? [partition] : [partition, sort]) {
      const value = item.get(attribute.name);
      if (value !== undefined) checkIndexAttribute({ indexName: this.schema.name, attribute, value, cause });
    }
  }

  /** Adds a row, if its item belongs to this index. */
  add(row: Row): void {
    if (keyIn(this.schema.key, row.item) !== undefined) this.rows.insert(row);
  }

  /** Removes a row, if its item is in this index. */
  remove(row: Row): void {
    if (keyIn(this.schema.key, row.item) !== undefined) this.rows.delete(row);
  }

  /** Whether a change moves an item to another position in this index. */
  isMovedBy(before: Item, after: Item): boolean {
    const { partition, sort } = this.schema.key;
    return (
      !isSame(before, after, partition.name) || (sort !== undefined && !isSame(before, after, sort.name))
    );
  }

  /** The projected attributes of an item. */
  project(item: Item, tableKey: KeySchema): Map<string, Value> {
    const shown = new Map<string, Value>();
    item.forEach((value, name) => {
      if (this.shows(name, tableKey)) shown.set(name, value);
    });
    return shown;
  }

  /** Whether the index projects an attribute. */
  shows(name: string, tableKey: KeySchema): boolean {
    const { projection, key } = this.schema;
    if (projection.type === 'ALL') return true;
    const keys = [key.partition.name, key.sort?.name, tableKey.partition.name, tableKey.sort?.name];
    return keys.includes(name) || (projection.type === 'INCLUDE' && projection.names.includes(name));
  }

  /**
   * The write units of a change in this index: one write for a put, a delete or a change in place, two for a move. None
   * if the index shows no difference. What counts is what the index holds of the item, each write rounded on its own.
   * Source: DynamoDB developer guide, global secondary indexes; recorded (by another emulator, against production).
   */
  writeUnits(before: Item | undefined, after: Item | undefined, tableKey: KeySchema): number {
    const units = (item: Item): number => Math.ceil(sizeBytes(this.#view(item, tableKey)) / 1024);
    const old = before !== undefined && keyIn(this.schema.key, before) !== undefined ? before : undefined;
    const fresh = after !== undefined && keyIn(this.schema.key, after) !== undefined ? after : undefined;
    if (old === undefined || fresh === undefined) {
      const only = old ?? fresh;
      return only === undefined ? 0 : units(only);
    }
    if (this.isMovedBy(old, fresh)) return units(old) + units(fresh);
    return this.#hasSameView(old, fresh, tableKey) ? 0 : Math.max(units(old), units(fresh));
  }

  #view(item: Item, tableKey: KeySchema): Attributes {
    return this.schema.projection.type === 'ALL' ? item : this.project(item, tableKey);
  }

  /** Whether two items of one place in the index look the same in it. Items of one place have the same keys. */
  #hasSameView(one: Item, other: Item, tableKey: KeySchema): boolean {
    const { type } = this.schema.projection;
    if (type === 'KEYS_ONLY') return true;
    if (type === 'ALL') return isSameItem(one, other);
    return equalValues(this.project(one, tableKey), this.project(other, tableKey));
  }
}

/** Whether a write puts a whole item or updates an existing one. AWS's messages differ. */
export type WriteCause = 'put' | 'update';

interface IndexAttributeCheck {
  readonly indexName: string;
  readonly attribute: KeyAttribute;
  readonly value: Value;
  readonly cause: WriteCause;
}

function isSameItem(one: Item, other: Item): boolean {
  if (one.shape !== other.shape) return false;
  return one.values.every((value, position) => {
    const same = other.values[position];
    return same !== undefined && equalValues(value, same);
  });
}

/** The order of index keys: by hash of the partition, then by key. */
function compareIndexKeys(a: Key, b: Key): number {
  if (a.partition !== b.partition) {
    const byHash = partitionHash(a.partition) - partitionHash(b.partition);
    if (byHash !== 0) return byHash;
  }
  return compareKeys(a, b);
}

function isSame(before: Item, after: Item, name: string): boolean {
  const old = before.get(name);
  const fresh = after.get(name);
  if (old === undefined || fresh === undefined) return old === fresh;
  return equalValues(old, fresh);
}

function checkIndexAttribute(check: IndexAttributeCheck): void {
  const { indexName, attribute, value, cause } = check;
  const actual = typeOf(value);
  if (actual !== attribute.type) {
    throw cause === 'update'
      ? invalidParameter(
          'The update expression attempted to update the secondary index key to unsupported type',
        )
      : invalidParameter(
          `Type mismatch for Index Key ${attribute.name} Expected: ${attribute.type} Actual: ${actual} IndexName: ${indexName}`,
        );
  }
  if (actual === 'N' || valueSizeBytes(value) > 0) return;
  const kind = actual === 'S' ? 'string' : 'binary';
  throw cause === 'update'
    ? validation(
        `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
      )
    : validation(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${attribute.name}`,
      );
}
