import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../core/service.ts';
import { decodeAttributes, encodeAttributes } from './attribute-value.ts';
import { consumed, readUnits, readUsage, writeUsage } from './capacity.ts';
import { conditionFailed, invalidParameter, validation } from './dynamodb-errors.ts';
import type { Table } from './dynamodb-table.ts';
import { applyUpdate } from './expression/apply-update.ts';
import type { Condition, Path, UpdateAction } from './expression/expression-syntax.ts';
import { project } from './expression/projection.ts';
import { allows, type Bound, RequestExpressions } from './expression/request-expressions.ts';
import type { Key } from './key.ts';
import { refuseLegacy } from './refuse-legacy.ts';
import { type Item, type Row, sizeBytes } from './row.ts';
import type { Tables } from './tables.ts';

/** An SDK output without the metadata that the caller's client adds. */
export type Bare<Output> = Omit<Output, '$metadata'>;

/** What a write found and what it left. */
export interface Change {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** GetItem, PutItem, UpdateItem and DeleteItem. */
export function itemOperations(tables: Tables) {
  const authorize = (action: string) => (input: { TableName: string | undefined }) => [
    tables.authorization(action, input.TableName),
  ];
  return {
    GetItem: {
      authorize: authorize('GetItem'),
      run: (input: GetItemCommandInput) => getItem(tables, input),
    },
    PutItem: {
      authorize: authorize('PutItem'),
      run: (input: PutItemCommandInput) => putItem(tables, input),
    },
    UpdateItem: {
      authorize: authorize('UpdateItem'),
      run: (input: UpdateItemCommandInput) => updateItem(tables, input),
    },
    DeleteItem: {
      authorize: authorize('DeleteItem'),
      run: (input: DeleteItemCommandInput) => deleteItem(tables, input),
    },
  } satisfies Record<string, Operation>;
}

/** Refuses a write whose condition is false; the refusal shows the item when ALL_OLD was asked. */
export function requireCondition(
  condition: Bound<Condition> | undefined,
  row: Row | undefined,
  onFailure: string | undefined,
): void {
  if (allows(condition, row?.item)) return;
  throw conditionFailed(
    onFailure === 'ALL_OLD' && row !== undefined ? decodeAttributes(row.item) : undefined,
  );
}

/** Changes the item at a key, or makes one. Refuses to change the key. */
export function updateAt(
  table: Table,
  key: Key,
  row: Row | undefined,
  update: Bound<readonly UpdateAction[]>,
): Change {
  const { partition, sort } = table.schema.key;
  for (const { path } of update.tree) {
    if (path[0] === partition.name || path[0] === sort?.name) {
      throw invalidParameter(`Cannot update attribute ${path[0]}. This attribute is part of the key`);
    }
  }
  const before = row?.item;
  const after = table.newItem(
    applyUpdate(update.tree, before ?? table.keyAttributes(key), update.slots),
    'update',
  );
  table.put(after, row);
  return { before, after };
}

/** The attributes that an update answers with, for each `ReturnValues`; undefined when there are none to show. */
export function changedAttributes(change: Change, paths: readonly Path[], returnValues: string | undefined) {
  const item = returnValues?.endsWith('_OLD') ? change.before : change.after;
  if (returnValues === undefined || returnValues === 'NONE' || item === undefined) return undefined;
  if (returnValues.startsWith('ALL_')) return decodeAttributes(item);
  const changed = project(item, paths);
  return changed.size === 0 ? undefined : decodeAttributes(changed);
}

function getItem(tables: Tables, input: GetItemCommandInput): Bare<GetItemCommandOutput> {
  refuseLegacy(input);
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, undefined);
  const paths = expressions.projection(input.ProjectionExpression);
  expressions.finish('ProjectionExpression is null');
  const table = tables.get(input.TableName);
  const item = table.find(table.readKey(input.Key))?.item;
  return {
    Item: item && decodeAttributes(paths === undefined ? item : project(item, paths)),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, () =>
      readUsage(table, readUnits(item === undefined ? 0 : sizeBytes(item), input.ConsistentRead === true)),
    ),
  };
}

function putItem(tables: Tables, input: PutItemCommandInput): Bare<PutItemCommandOutput> {
  refuseLegacy(input);
  requireOldOrNone(input.ReturnValues);
  const condition = onlyCondition(input);
  const table = tables.get(input.TableName);
  const after = table.newItem(encodeAttributes(input.Item ?? {}), 'put');
  const row = table.find(table.keyOf(after));
  requireCondition(condition, row, input.ReturnValuesOnConditionCheckFailure);
  const before = row?.item;
  table.put(after, row);
  return {
    Attributes: changedAttributes({ before, after }, [], input.ReturnValues),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, () => writeUsage(table, before, after)),
  };
}

function updateItem(tables: Tables, input: UpdateItemCommandInput): Bare<UpdateItemCommandOutput> {
  refuseLegacy(input);
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const update = expressions.update(input.UpdateExpression);
  const condition = expressions.condition('ConditionExpression', input.ConditionExpression);
  expressions.finish('UpdateExpression and ConditionExpression are null');
  const table = tables.get(input.TableName);
  const key = table.readKey(input.Key);
  const row = table.find(key);
  requireCondition(condition, row, input.ReturnValuesOnConditionCheckFailure);
  const change = updateAt(table, key, row, update);
  const paths = update.tree.map((action) => action.path);
  return {
    Attributes: changedAttributes(change, paths, input.ReturnValues),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, () =>
      writeUsage(table, change.before, change.after),
    ),
  };
}

function deleteItem(tables: Tables, input: DeleteItemCommandInput): Bare<DeleteItemCommandOutput> {
  refuseLegacy(input);
  requireOldOrNone(input.ReturnValues);
  const condition = onlyCondition(input);
  const table = tables.get(input.TableName);
  const row = table.find(table.readKey(input.Key));
  requireCondition(condition, row, input.ReturnValuesOnConditionCheckFailure);
  if (row !== undefined) table.delete(row);
  return {
    Attributes: changedAttributes({ before: row?.item, after: undefined }, [], input.ReturnValues),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, () => writeUsage(table, row?.item, undefined)),
  };
}

function onlyCondition(input: PutItemCommandInput | DeleteItemCommandInput): Bound<Condition> | undefined {
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const condition = expressions.condition('ConditionExpression', input.ConditionExpression);
  expressions.finish('ConditionExpression is null');
  return condition;
}

function requireOldOrNone(returnValues: string | undefined): void {
  if (returnValues === undefined || returnValues === 'NONE' || returnValues === 'ALL_OLD') return;
  throw validation('ReturnValues can only be ALL_OLD or NONE');
}
