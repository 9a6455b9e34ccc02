import type { DeleteItemInput, PutItemInput } from '@aws-sdk/client-dynamodb';
import { decodeAttributes } from './attribute-value.ts';
import { bill, refusedUsage } from './capacity.ts';
import { conditionFailed, invalidParameter, validation } from './dynamodb-errors.ts';
import type { Table } from './dynamodb-table.ts';
import { applyUpdate } from './expression/apply-update.ts';
import type { Condition, Path, UpdateAction } from './expression/expression-syntax.ts';
import { project } from './expression/projection.ts';
import { allows, type Bound, RequestExpressions } from './expression/request-expressions.ts';
import type { Key } from './key.ts';
import type { Item, Row } from './row.ts';

/** The items before and after a write. */
export interface Change {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What a write needs to hold: its condition, and what is told and billed when it does not. */
interface Required {
  readonly condition: Bound<Condition> | undefined;
  /** `ReturnValuesOnConditionCheckFailure`. */
  readonly onFailure: string | undefined;
  /** The item that was to be, when the request has the whole of it. */
  readonly wanted?: Item;
}

/**
 * Refuses a write whose condition is false. It is billed all the same. The error contains the item if ALL_OLD was
 * requested.
 */
export function requireCondition(
  table: Table,
  row: Row | undefined,
  { condition, onFailure, wanted }: Required,
): void {
  if (allows(condition, row?.item)) return;
  bill(refusedUsage(table, row?.item, wanted));
  throw conditionFailed(
    onFailure === 'ALL_OLD' && row !== undefined ? decodeAttributes(row.item) : undefined,
  );
}

/** Updates the item at a key, or creates it. Refuses to change the key. */
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
  table.refuseNestedKeys(update.tree.map(({ path }) => path));
  const before = row?.item;
  const after = table.newItem(
    applyUpdate(update.tree, before ?? table.keyAttributes(key), update.slots),
    'update',
  );
  table.put(after, row);
  return { before, after };
}

/** The attributes that an update returns for its `ReturnValues`, or undefined if there are none. */
export function changedAttributes(change: Change, paths: readonly Path[], returnValues: string | undefined) {
  const item = returnValues?.endsWith('_OLD') ? change.before : change.after;
  if (returnValues === undefined || returnValues === 'NONE' || item === undefined) return undefined;
  if (returnValues.startsWith('ALL_')) return decodeAttributes(item);
  const changed = project(item, paths);
  return changed.size === 0 ? undefined : decodeAttributes(changed);
}

/** The condition of a request without other expressions. */
export function onlyCondition(input: PutItemInput | DeleteItemInput): Bound<Condition> | undefined {
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const condition = expressions.condition('ConditionExpression', input.ConditionExpression);
  expressions.finish('ConditionExpression is null');
  return condition;
}

/** Refuses `ReturnValues` that only an update supports. */
export function requireOldOrNone(returnValues: string | undefined): void {
  if (returnValues === undefined || returnValues === 'NONE' || returnValues === 'ALL_OLD') return;
  throw validation('ReturnValues can only be ALL_OLD or NONE');
}
