import type { BatchWriteItemInput, BatchWriteItemOutput, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { encodeAttributes } from '../attribute-value.ts';
import { batchAuthorizations, refuseDuplicates } from '../batch.ts';
import { consumeByTable, writeUsage } from '../capacity.ts';
import { validation } from '../dynamodb-errors.ts';
import { checkItemSize, type Table } from '../dynamodb-table.ts';
import { checkItemCollectionMetrics } from '../item-collection-metrics.ts';
import type { Key } from '../key.ts';
import type { Item } from '../row.ts';
import type { Tables } from '../tables.ts';
import type { Value } from '../value.ts';

/** Source of the limit: DynamoDB API reference, BatchWriteItem. */
const requestsPerWriteMax = 25;

/** BatchWriteItem. */
export function batchWriteItem(tables: Tables): Operation<BatchWriteItemInput, BatchWriteItemOutput> {
  return {
    authorize: (input) =>
      batchAuthorizations(tables, 'BatchWriteItem', input, (requests) =>
        requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
      ),
    run: (input) => batchWrite(tables, input),
  };
}

/** One checked write of a batch. */
interface PlannedWrite {
  readonly table: Table;
  readonly key: Key;
  readonly item: Item | undefined;
}

/** Writes a batch. Nothing is written unless every request is valid. */
function batchWrite(tables: Tables, input: BatchWriteItemInput): BatchWriteItemOutput {
  checkItemCollectionMetrics(input);
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
  const prepared = requests.map(([name, writes]) => ({ name, writes: writes.map(readWrite) }));
  if (count > requestsPerWriteMax) throw validation('Too many items requested for the BatchWriteItem call');
  const planned = prepared.flatMap(({ name, writes }) => {
    const ofTable = writes.map((write) => planWrite(tables.get(name), write));
    refuseDuplicates(ofTable.map(({ key }) => key));
    return ofTable;
  });
  const usages = planned.map(({ table, key, item }) => {
    const row = table.find(key);
    const before = row?.item;
    if (item !== undefined) table.put(item, row);
    else if (row !== undefined) table.delete(row);
    return writeUsage(table, before, item);
  });
  return {
    UnprocessedItems: {},
    ConsumedCapacity: consumeByTable(input.ReturnConsumedCapacity, usages),
  };
}

/** One write of a batch, after the checks that need no table. */
interface ReadWrite {
  readonly isPut: boolean;
  readonly attributes: ReadonlyMap<string, Value>;
}

function readWrite(write: WriteRequest): ReadWrite {
  const { PutRequest: put, DeleteRequest: remove } = write;
  if ((put === undefined) === (remove === undefined)) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  const attributes = encodeAttributes(put?.Item ?? remove?.Key ?? {});
  if (put !== undefined) checkItemSize(attributes, 'put');
  return { isPut: put !== undefined, attributes };
}

function planWrite(table: Table, { isPut, attributes }: ReadWrite): PlannedWrite {
  if (!isPut) return { table, key: table.readKey(attributes), item: undefined };
  // A batch has the words of a key that does not fit for an item whose key does not. Recorded.
  table.requireKey(attributes);
  const item = table.newItem(attributes, 'put');
  return { table, key: table.keyOf(item), item };
}
