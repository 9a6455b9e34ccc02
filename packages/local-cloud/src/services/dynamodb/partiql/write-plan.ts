import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { bill, refusedUsage, type Usage, writeUsage } from '../capacity.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Table } from '../dynamodb-table.ts';
import { checkCondition, given } from '../expression/check.ts';
import { operandValue } from '../expression/evaluate-condition.ts';
import type { Condition, Slots } from '../expression/expression-syntax.ts';
import type { Key } from '../key.ts';
import { conjuncts } from '../key-condition.ts';
import type { Attributes, Item } from '../row.ts';
import type { KeyAttribute } from '../schema.ts';
import type { Tables } from '../tables.ts';
import { isMap, isScalar, type Scalar, typeOf, type Value } from '../value.ts';
import { changedAttributes, requireCondition, updateAt } from '../write-item.ts';
import type { Prepared, Statement } from './partiql-syntax.ts';
import { build } from './value-parser.ts';

/** The result of a write, and its usage. */
export interface Written {
  readonly item: Record<string, AttributeValue> | undefined;
  readonly usage: Usage;
}

/**
 * A checked write of one item that has not run yet. `onFailure` is the request's ReturnValuesOnConditionCheckFailure.
 */
export interface WritePlan {
  readonly table: Table;
  readonly key: Key;
  /** The item of an INSERT. */
  readonly wanted?: Item;
  run(onFailure: string | undefined): Written;
}

/** Plans an INSERT, UPDATE or DELETE. */
export function planWrite(tables: Tables, prepared: Prepared, parameters: readonly Value[]): WritePlan {
  const { statement } = prepared;
  if (statement.kind === 'SELECT') throw new Error('planWrite got a SELECT');
  const table = tables.get(statement.tableName);
  if (statement.kind === 'INSERT') return planInsert(table, build(statement.item, parameters));
  const slots = prepared.slotTemplates.map((template) => build(template, parameters));
  return planChange(table, statement, slots);
}

/** The key in a WHERE clause: its top level must compare every key attribute by equality. Undefined if it does not. */
export function keyInWhere(table: Table, where: Condition | undefined, slots: Slots): Key | undefined {
  const parts = where === undefined ? [] : conjuncts(where);
  const { partition, sort } = table.schema.key;
  const partitionValue = equality(parts, partition, slots);
  if (partitionValue === undefined) return undefined;
  if (sort === undefined) return { partition: partitionValue, sort };
  const sortValue = equality(parts, sort, slots);
  return sortValue === undefined ? undefined : { partition: partitionValue, sort: sortValue };
}

/** Refuses a condition whose values are never valid. */
export function checkWhere(condition: Condition, slots: Slots): void {
  checkCondition(condition, slots, (detail) => validation(detail));
}

/**
 * Throws if AWS's result is unknown: whether `a <> ?` holds when `a` is missing. By PartiQL's rules it does not; by
 * those of DynamoDB's expressions it does.
 */
export function refuseUnknown(condition: Condition, item: Attributes, slots: Slots): void {
  if (condition.kind === 'and' || condition.kind === 'or') {
    refuseUnknown(condition.left, item, slots);
    refuseUnknown(condition.right, item, slots);
  }
  if (condition.kind === 'not') refuseUnknown(condition.condition, item, slots);
  if (condition.kind !== 'compare' || condition.comparator !== '<>') return;
  for (const operand of [condition.left, condition.right]) {
    if (operandValue(operand, item, slots) !== undefined) continue;
    throw new NotEmulatedError(
      'PartiQL <> with a missing attribute (add IS NOT MISSING before it, or use =)',
    );
  }
}

function planInsert(table: Table, value: Value): WritePlan {
  if (!isMap(value)) throw validation('INSERT takes one map as its value');
  const after = table.newItem(value, 'put');
  const key = table.keyOf(after);
  const run = (): Written => {
    const found = table.find(key);
    if (found !== undefined) {
      bill(refusedUsage(table, found.item, after));
      throw new ServiceError('DuplicateItemException', 'Duplicate primary key exists in table');
    }
    table.put(after, undefined);
    return { item: undefined, usage: writeUsage(table, undefined, after) };
  };
  return { table, key, wanted: after, run };
}

/**
 * Plans an UPDATE or DELETE. An UPDATE requires its item. A DELETE of a missing item succeeds and does nothing. Both
 * are documented.
 */
function planChange(
  table: Table,
  statement: Extract<Statement, { kind: 'UPDATE' | 'DELETE' }>,
  slots: Slots,
): WritePlan {
  const { where, returning } = statement;
  const key = keyInWhere(table, where, slots);
  if (key === undefined) {
    throw validation('Where clause does not contain a mandatory equality on all key attributes');
  }
  checkWhere(where, slots);
  const run = (onFailure: string | undefined): Written => {
    const row = table.find(key);
    const before = row?.item;
    if (row === undefined && statement.kind === 'DELETE') {
      return { item: undefined, usage: writeUsage(table, undefined, undefined) };
    }
    if (before !== undefined) refuseUnknown(where, before, slots);
    requireCondition(table, row, { condition: { tree: where, slots }, onFailure });
    if (statement.kind === 'UPDATE') {
      const change = updateAt(table, key, row, { tree: statement.actions, slots });
      const paths = statement.actions.map((action) => action.path);
      return {
        item: changedAttributes(change, paths, returning),
        usage: writeUsage(table, change.before, change.after),
      };
    }
    if (row !== undefined) table.delete(row);
    return {
      item: changedAttributes({ before, after: undefined }, [], returning),
      usage: writeUsage(table, before, undefined),
    };
  };
  return { table, key, run };
}

function equality(parts: readonly Condition[], attribute: KeyAttribute, slots: Slots): Scalar | undefined {
  for (const part of parts) {
    if (part.kind !== 'compare' || part.comparator !== '=' || part.left.kind !== 'path') continue;
    if (part.left.path.length !== 1 || part.left.path[0] !== attribute.name) continue;
    const value = given(part.right, slots);
    if (value === undefined) continue;
    if (isScalar(value) && typeOf(value) === attribute.type) return value;
    throw validation(
      `Key attribute data type mismatch: ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
    );
  }
  return undefined;
}
