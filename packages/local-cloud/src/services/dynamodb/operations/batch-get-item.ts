import type { BatchGetItemInput, BatchGetItemOutput, KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { setEntry } from '../../../core/own-entry.ts';
import type { Operation } from '../../../core/service.ts';
import { decodeAttributes, encodeAttributes } from '../attribute-value.ts';
import { batchAuthorizations, refuseSameKeys } from '../batch.ts';
import { consumeByTable, readUnits, readUsage, type Usage } from '../capacity.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Table } from '../dynamodb-table.ts';
import type { Path } from '../expression/expression-syntax.ts';
import { project } from '../expression/projection.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import { type Row, sizeBytes } from '../row.ts';
import type { Tables } from '../tables.ts';
import type { Value } from '../value.ts';

/** Source of the limits: DynamoDB API reference, BatchGetItem. */
const keysPerReadMax = 100;
const responseBytesMax = 16 * 1024 * 1024;

/** BatchGetItem. */
export function batchGetItem(tables: Tables): Operation<BatchGetItemInput, BatchGetItemOutput> {
  return {
    authorize: (input) => batchAuthorizations(tables, 'BatchGetItem', input, ({ Keys = [] }) => Keys),
    run: (input) => batchGet(tables, input),
  };
}

function batchGet(tables: Tables, input: BatchGetItemInput): BatchGetItemOutput {
  const requests = Object.entries(input.RequestItems ?? {});
  const count = requests.reduce((sum, [, request]) => sum + (request.Keys?.length ?? 0), 0);
  const reads = requests.map(([name, request]) => readRequest(name, request));
  if (count > keysPerReadMax) throw validation('Too many items requested for the BatchGetItem call');
  const responses: NonNullable<BatchGetItemOutput['Responses']> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const usages: Usage[] = [];
  let bytesLeft = responseBytesMax;
  for (const prepared of reads) {
    const { name, request } = prepared;
    const read = getOfTable(tables.get(name), prepared, bytesLeft);
    bytesLeft -= read.bytes;
    setEntry(responses, name, read.items);
    if (read.unprocessed.length > 0) setEntry(unprocessed, name, { ...request, Keys: read.unprocessed });
    usages.push(...read.usages);
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ConsumedCapacity: consumeByTable(input.ReturnConsumedCapacity, usages),
  };
}

/** What a batch asks of one table, after the checks that need no table. */
interface TableRead {
  readonly name: string;
  readonly request: KeysAndAttributes;
  readonly paths: readonly Path[] | undefined;
  readonly keys: readonly ReadonlyMap<string, Value>[];
}

function readRequest(name: string, request: KeysAndAttributes): TableRead {
  refuseLegacy(request);
  const expressions = new RequestExpressions(request.ExpressionAttributeNames, undefined);
  const paths = expressions.projection(request.ProjectionExpression);
  expressions.finish('ProjectionExpression is null');
  const keys = (request.Keys ?? []).map((key) => encodeAttributes(key));
  refuseSameKeys(keys);
  return { name, request, paths, keys };
}

/**
 * Reads the items of one table, in the order of the table, because AWS promises no order. Keys beyond the size limit
 * stay unprocessed.
 */
function getOfTable(table: Table, { request, paths, keys: given }: TableRead, bytesMax: number) {
  const inputs = request.Keys ?? [];
  const keys = given.map((key) => table.readKey(key));
  table.refuseNestedKeys(paths);
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
