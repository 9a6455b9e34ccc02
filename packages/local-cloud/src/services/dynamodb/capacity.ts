import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Table } from './dynamodb-table.ts';
import { type Item, type Row, sizeBytes } from './row.ts';

/** The bytes of a read unit and of a write unit. Source: DynamoDB developer guide, read and write operations. */
const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/** The usage of one read or write: units of the table and of its indexes. */
export interface Usage {
  readonly table: Table;
  readonly kind: 'read' | 'write';
  readonly tableUnits: number;
  readonly indexUnits: ReadonlyMap<string, number>;
}

/** Read units for so many bytes: at least one, half when eventually consistent. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / readUnitBytes)) * (isConsistent ? 1 : 0.5);
}

/** Write units for so many bytes: at least one, also for an item that is not there. */
function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / writeUnitBytes));
}

/** The usage of a read of the table or of one index. */
export function readUsage(table: Table, units: number, indexName?: string): Usage {
  if (indexName === undefined) return { table, kind: 'read', tableUnits: units, indexUnits: new Map() };
  return { table, kind: 'read', tableUnits: 0, indexUnits: new Map([[indexName, units]]) };
}

/** The usage of a write that replaced one item by another: the larger of the two counts. */
export function writeUsage(table: Table, before: Item | undefined, after: Item | undefined): Usage {
  const indexUnits = new Map<string, number>();
  for (const index of table.indexes.values()) {
    const units = index.writeUnits(before, after, table.schema.key);
    if (units > 0) indexUnits.set(index.schema.name, units);
  }
  return { table, kind: 'write', tableUnits: writeUnits(largerBytes(before, after)), indexUnits };
}

/**
 * The usage of a write whose condition is false. It is billed by the larger of the item that is there and the item that
 * was to be, and reaches no index. Source: DynamoDB developer guide, read and write operations.
 */
export function refusedUsage(table: Table, before: Item | undefined, after: Item | undefined): Usage {
  return {
    table,
    kind: 'write',
    tableUnits: writeUnits(largerBytes(before, after)),
    indexUnits: new Map(),
  };
}

function largerBytes(before: Item | undefined, after: Item | undefined): number {
  return Math.max(...[before, after].map((item) => (item === undefined ? 0 : sizeBytes(item))));
}

/** Bills a usage, and returns it as `ConsumedCapacity` if the request asks for TOTAL or INDEXES. */
export function consume(mode: string | undefined, usage: Usage): ConsumedCapacity | undefined {
  bill(usage);
  return isAsked(mode) ? describe(mode, usage) : undefined;
}

/**
 * The same for a batch: one entry for each table, with the sums. Refused writes (`refused`, which are billed already)
 * count in the total of their table and in none of its parts; a table of which all was refused has no entry, and a batch of which all was refused no list. Recorded
 * (by another emulator, against production).
 */
export function consumeByTable(
  mode: string | undefined,
  usages: readonly Usage[],
  refused: readonly Usage[] = [],
): ConsumedCapacity[] | undefined {
  for (const usage of usages) bill(usage);
  if (!isAsked(mode)) return undefined;
  const sums = new Map<
    Table,
    { tableUnits: number; refusedUnits: number; indexUnits: Map<string, number> }
  >();
  for (const { table, tableUnits, indexUnits } of usages) {
    const sum = sums.get(table) ?? { tableUnits: 0, refusedUnits: 0, indexUnits: new Map() };
    sum.tableUnits += tableUnits;
    for (const [name, units] of indexUnits) sum.indexUnits.set(name, (sum.indexUnits.get(name) ?? 0) + units);
    sums.set(table, sum);
  }
  for (const { table, tableUnits } of refused) {
    const sum = sums.get(table);
    if (sum !== undefined) sum.refusedUnits += tableUnits;
  }
  if (sums.size === 0 && refused.length > 0) return undefined;
  return [...sums].map(([table, sum]) => describe(mode, { table, ...sum }));
}

/** Bills a usage of which no answer tells. */
export function bill({ table, kind, tableUnits, indexUnits }: Usage): void {
  const unit = kind === 'read' ? 'dynamodb.readUnits' : 'dynamodb.writeUnits';
  const { tableName } = table.identity;
  if (tableUnits > 0) table.bill(unit, tableName, tableUnits);
  for (const [name, units] of indexUnits) table.bill(unit, `${tableName}/index/${name}`, units);
}

type Mode = 'TOTAL' | 'INDEXES';

function isAsked(mode: string | undefined): mode is Mode {
  return mode === 'TOTAL' || mode === 'INDEXES';
}

function describe(
  mode: Mode,
  usage: Omit<Usage, 'kind'> & { readonly refusedUnits?: number },
): ConsumedCapacity {
  let total = usage.tableUnits + (usage.refusedUnits ?? 0);
  for (const units of usage.indexUnits.values()) total += units;
  const capacity: ConsumedCapacity = { TableName: usage.table.identity.tableName, CapacityUnits: total };
  if (mode === 'TOTAL') return capacity;
  capacity.Table = { CapacityUnits: usage.tableUnits };
  if (usage.indexUnits.size > 0) {
    const entries = [...usage.indexUnits].map(([name, units]) => [name, { CapacityUnits: units }]);
    capacity.GlobalSecondaryIndexes = Object.fromEntries(entries);
  }
  return capacity;
}

/** What each item has more in storage, in the table and in an index. Source: DynamoDB developer guide, storage. */
const storedOverheadBytes = 100;

/** The bytes that AWS bills for storage: of the table, and of its indexes together. */
export function billedStorage({ rows, indexes, schema }: Table): { table: number; indexes: number } {
  const sum = (all: Iterable<Row>, bytesOf: (item: Item) => number): number => {
    let bytes = 0;
    for (const { item } of all) bytes += bytesOf(item) + storedOverheadBytes;
    return bytes;
  };
  const ofIndexes = [...indexes.values()].map((index) =>
    sum(
      index.rows.forward(() => 0),
      (item) => sizeBytes(index.project(item, schema.key)),
    ),
  );
  return {
    table: sum(
      rows.forward(() => 0),
      sizeBytes,
    ),
    indexes: ofIndexes.reduce((all, bytes) => all + bytes, 0),
  };
}
