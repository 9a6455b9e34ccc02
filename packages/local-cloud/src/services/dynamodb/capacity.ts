import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Table } from './dynamodb-table.ts';
import { type Item, sizeBytes } from './row.ts';

/** The bytes of a read unit and of a write unit. Source: DynamoDB developer guide, read/write capacity. */
const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/** The usage of a request: units of the table and of its indexes. */
export interface Usage {
  readonly table: Table;
  readonly tableUnits: number;
  readonly indexUnits: ReadonlyMap<string, number>;
}

/** Read units for so many bytes: at least one, half when eventually consistent. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / readUnitBytes)) * (isConsistent ? 1 : 0.5);
}

/** The usage of a read of the table or of one index. */
export function readUsage(table: Table, units: number, indexName?: string): Usage {
  if (indexName === undefined) return { table, tableUnits: units, indexUnits: new Map() };
  return { table, tableUnits: 0, indexUnits: new Map([[indexName, units]]) };
}

/** The usage of a write that replaced one item by another. */
export function writeUsage(table: Table, before: Item | undefined, after: Item | undefined): Usage {
  const bytes = Math.max(...[before, after].map((item) => (item === undefined ? 0 : sizeBytes(item))));
  const indexUnits = new Map<string, number>();
  for (const index of table.indexes.values()) {
    const units = index.writeUnits(before, after, table.schema.key);
    if (units > 0) indexUnits.set(index.schema.name, units);
  }
  return { table, tableUnits: Math.max(1, Math.ceil(bytes / writeUnitBytes)), indexUnits };
}

/** `ConsumedCapacity`, if the request asks for TOTAL or INDEXES. `usage` is computed only then. */
export function consumed(mode: string | undefined, usage: () => Usage): ConsumedCapacity | undefined {
  return consumedByAll(mode, () => [usage()])?.[0];
}

/** The same for a request on several tables: one entry with the sums for each table. */
export function consumedByAll(
  mode: string | undefined,
  usages: () => readonly Usage[],
): ConsumedCapacity[] | undefined {
  if (mode !== 'TOTAL' && mode !== 'INDEXES') return undefined;
  const sums = new Map<Table, { tableUnits: number; indexUnits: Map<string, number> }>();
  for (const usage of usages()) {
    const sum = sums.get(usage.table) ?? { tableUnits: 0, indexUnits: new Map() };
    sum.tableUnits += usage.tableUnits;
    for (const [name, units] of usage.indexUnits)
      sum.indexUnits.set(name, (sum.indexUnits.get(name) ?? 0) + units);
    sums.set(usage.table, sum);
  }
  return [...sums].map(([table, sum]) => describe(mode, { table, ...sum }));
}

function describe(mode: 'TOTAL' | 'INDEXES', usage: Usage): ConsumedCapacity {
  let total = usage.tableUnits;
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
