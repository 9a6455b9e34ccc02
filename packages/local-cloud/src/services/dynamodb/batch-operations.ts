import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  KeysAndAttributes,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../core/service.ts';
import { decodeAttributes, encodeAttributes } from './attribute-value.ts';
import { consumedByAll, readUnits, readUsage, type Usage, writeUsage } from './capacity.ts';
import { validation } from './dynamodb-errors.ts';
import type { Table } from './dynamodb-table.ts';
import { project } from './expression/projection.ts';
import { RequestExpressions } from './expression/request-expressions.ts';
import type { Bare } from './item-operations.ts';
import type { Key } from './key.ts';
import { refuseLegacy } from './refuse-legacy.ts';
import { type Item, type Row, sizeBytes } from './row.ts';
import type { Tables } from './tables.ts';
import { scalarKey } from './value.ts';

/** Source of the limits: DynamoDB API reference, BatchGetItem and BatchWriteItem. */
const keysPerReadMax = 100;
const responseBytesMax = 16 * 1024 * 1024;
const requestsPerWriteMax = 25;

/** BatchGetItem and BatchWriteItem. */
export function batchOperations(tables: Tables) {
  type BatchInput = { RequestItems: Record<string, unknown> | undefined };
  const authorize = (action: string) => (input: BatchInput) =>
    Object.keys(input.RequestItems ?? {}).map((name) => tables.authorization(action, name));
  return {
    BatchGetItem: {
      authorize: authorize('BatchGetItem'),
      run: (input: BatchGetItemCommandInput) => batchGet(tables, input),
    },
    BatchWriteItem: {
      authorize: authorize('BatchWriteItem'),
      run: (input: BatchWriteItemCommandInput) => batchWrite(tables, input),
    },
  } satisfies Record<string, Operation>;
}

/** A text that is equal for equal keys of one table. */
function keyText(key: Key): string {
  return key.sort === undefined
    ? scalarKey(key.partition)
    : JSON.stringify([scalarKey(key.partition), scalarKey(key.sort)]);
}

/** Refuses a batch that names one item twice. */
export function refuseDuplicates(keys: readonly Key[]): void {
  if (new Set(keys.map(keyText)).size === keys.length) return;
  throw validation('Provided list of item keys contains duplicates');
}

function batchGet(tables: Tables, input: BatchGetItemCommandInput): Bare<BatchGetItemCommandOutput> {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, request]) => sum + (request.Keys?.length ?? 0), 0);
  checkCount(requests, (request) => request.Keys?.length ?? 0, keysPerReadMax);
  if (count > keysPerReadMax) throw validation('Too many items requested for the BatchGetItem call');
  const responses: NonNullable<BatchGetItemCommandOutput['Responses']> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const usages: Usage[] = [];
  let bytesLeft = responseBytesMax;
  for (const [name, request] of requests) {
    const read = getOfTable(tables.get(name), request, bytesLeft);
    bytesLeft -= read.bytes;
    responses[name] = read.items;
    if (read.unprocessed.length > 0) unprocessed[name] = { ...request, Keys: read.unprocessed };
    usages.push(...read.usages);
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ConsumedCapacity: consumedByAll(input.ReturnConsumedCapacity, () => usages),
  };
}

/** The found items in the order of the table, not of the keys: AWS promises no order. What goes over the limit is left. */
function getOfTable(table: Table, request: KeysAndAttributes, bytesMax: number) {
  refuseLegacy(request);
  const expressions = new RequestExpressions(request.ExpressionAttributeNames, undefined);
  const paths = expressions.projection(request.ProjectionExpression);
  expressions.finish('ProjectionExpression is null');
  const inputs = request.Keys ?? [];
  const keys = inputs.map((input) => table.readKey(input));
  refuseDuplicates(keys);
  const isConsistent = request.ConsistentRead === true;
  const found: Row[] = [];
  const unprocessed: typeof inputs = [];
  const usages: Usage[] = [];
  let bytes = 0;
  for (const [position, key] of keys.entries()) {
    const row = table.find(key);
    const size = row === undefined ? 0 : sizeBytes(row.item);
    const keyInput = inputs[position];
    if (unprocessed.length > 0 || bytes + size > bytesMax) {
      if (keyInput !== undefined) unprocessed.push(keyInput);
      continue;
    }
    bytes += size;
    usages.push(readUsage(table, readUnits(size, isConsistent)));
    if (row !== undefined) found.push(row);
  }
  found.sort((a, b) => table.compareRows(a, b));
  const items = found.map(({ item }) => decodeAttributes(paths === undefined ? item : project(item, paths)));
  return { items, unprocessed, usages, bytes };
}

/** One write of a batch, checked and ready. */
interface PlannedWrite {
  readonly table: Table;
  readonly key: Key;
  readonly item: Item | undefined;
}

/** Nothing is written unless every request of the batch is valid. */
function batchWrite(tables: Tables, input: BatchWriteItemCommandInput): Bare<BatchWriteItemCommandOutput> {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
  checkCount(requests, (writes) => writes.length, requestsPerWriteMax);
  if (count > requestsPerWriteMax) throw validation('Too many items requested for the BatchWriteItem call');
  const planned = requests.flatMap(([name, writes]) => {
    const ofTable = writes.map((write) => planWrite(tables.get(name), write));
    refuseDuplicates(ofTable.map(({ key }) => key));
    return ofTable;
  });
  const usages = planned.map(({ table, key, item }) => {
    const row = table.find(key);
    const before = row?.item;
    if (item !== undefined) table.put(item, row);
    else if (row !== undefined) table.delete(row);
    return () => writeUsage(table, before, item);
  });
  return {
    UnprocessedItems: {},
    ConsumedCapacity: consumedByAll(input.ReturnConsumedCapacity, () => usages.map((usage) => usage())),
  };
}

function planWrite(table: Table, write: WriteRequest): PlannedWrite {
  const { PutRequest: put, DeleteRequest: remove } = write;
  if ((put === undefined) === (remove === undefined)) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (put === undefined) return { table, key: table.readKey(remove?.Key), item: undefined };
  const item = table.newItem(encodeAttributes(put.Item ?? {}), 'put');
  return { table, key: table.keyOf(item), item };
}

function checkCount<Request>(
  requests: readonly (readonly [string, Request])[],
  countOf: (request: Request) => number,
  countMax: number,
): void {
  if (requests.length === 0) {
    throw validation(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  for (const [name, request] of requests) {
    const count = countOf(request);
    if (count >= 1 && count <= countMax) continue;
    throw validation(
      `1 validation error detected: Value at 'requestItems.${name}.member' failed to satisfy constraint: Member must have length between 1 and ${countMax}; it has ${count}`,
    );
  }
}
