import { validation } from './dynamodb-errors.ts';
import { given } from './expression/check.ts';
import { operandsOf } from './expression/condition-paths.ts';
import { holds } from './expression/evaluate-condition.ts';
import type { Condition, Operand, Slots } from './expression/expression-syntax.ts';
import type { ReadSource } from './read-source.ts';
import { type Placed, partitionHash } from './row.ts';
import type { KeyAttribute } from './schema.ts';
import type { Probe } from './sorted-rows.ts';
import { compareScalars, isScalar, type Scalar, typeOf, type Value } from './value.ts';

/** Compares a sort key with the range of a condition: negative below it, zero in it, positive above it. */
type SortRange = (sort: Scalar) => number;

/** The operands of a conjunction, with nested ANDs flattened. */
export function conjuncts(condition: Condition): Condition[] {
  if (condition.kind !== 'and') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

/** The top-level attribute that a condition tests, or undefined. */
export function subjectOf(condition: Condition): string | undefined {
  const operand =
    condition.kind === 'compare' || condition.kind === 'begins_with'
      ? condition.left
      : condition.kind === 'between'
        ? condition.operand
        : undefined;
  return operand?.kind === 'path' && operand.path.length === 1 ? operand.path[0] : undefined;
}

/** The range of rows of the conditions of a `KeyConditionExpression`. Refuses those that do not fit the key. */
export function keyRange(
  source: ReadSource,
  conditions: ReadonlyMap<string, Condition>,
  slots: Slots,
): Probe<Placed> {
  const { partition, sort } = source.key;
  if (sort === undefined && conditions.size > 1) throw notSupported();
  const first = conditions.get(partition.name);
  if (first === undefined) throw missed(partition.name);
  const onSort = sort === undefined ? undefined : conditions.get(sort.name);
  if (onSort === undefined && conditions.size === 2) throw missed(sort?.name ?? partition.name);
  for (const operand of operandsOf(first)) if (operand.kind !== 'path') keyValue(operand, partition, slots);
  if (first.kind !== 'compare' || first.comparator !== '=') throw notSupported();
  const value = keyValue(first.right, partition, slots);
  return rangeIn(source, value, onSort === undefined ? undefined : sortRange(onSort, sort, slots));
}

/** The rows of one partition whose sort key is in a range. */
export function rangeIn(source: ReadSource, partition: Scalar, inSort: SortRange | undefined): Probe<Placed> {
  const hash = partitionHash(partition);
  const { key } = source;
  const sortName = key.sort?.name;
  return (row: Placed) => {
    const value = row.item.get(key.partition.name);
    if (value !== partition) {
      const byHash = source.hashOf(row) - hash;
      if (byHash !== 0) return byHash;
      const byPartition = isScalar(value) ? compareScalars(value, partition) : 0;
      if (byPartition !== 0) return byPartition;
    }
    const sort = sortName === undefined ? undefined : row.item.get(sortName);
    return inSort === undefined || !isScalar(sort) ? 0 : inSort(sort);
  };
}

/** The range of a condition on the sort key: a comparison except `<>`, BETWEEN or begins_with. */
export function sortRange(condition: Condition, sort: KeyAttribute | undefined, slots: Slots): SortRange {
  if (sort === undefined) throw notSupported();
  if (condition.kind === 'between') {
    const low = keyValue(condition.low, sort, slots);
    const high = keyValue(condition.high, sort, slots);
    return (value) => (compareScalars(value, low) < 0 ? -1 : compareScalars(value, high) > 0 ? 1 : 0);
  }
  if (condition.kind === 'begins_with') {
    const prefix = keyValue(condition.right, sort, slots);
    const isIn = (value: Scalar): boolean =>
      holds(condition, new Map<string, Value>([[sort.name, value]]), slots);
    return (value) => (isIn(value) ? 0 : compareScalars(value, prefix));
  }
  if (condition.kind !== 'compare' || condition.comparator === '<>') throw notSupported();
  const bound = keyValue(condition.right, sort, slots);
  switch (condition.comparator) {
    case '=':
      return (value) => compareScalars(value, bound);
    case '<':
      return (value) => (compareScalars(value, bound) < 0 ? 0 : 1);
    case '<=':
      return (value) => (compareScalars(value, bound) <= 0 ? 0 : 1);
    case '>':
      return (value) => (compareScalars(value, bound) > 0 ? 0 : -1);
    case '>=':
      return (value) => (compareScalars(value, bound) >= 0 ? 0 : -1);
  }
}

function keyValue(operand: Operand, attribute: KeyAttribute, slots: Slots): Scalar {
  const value = given(operand, slots);
  if (value === undefined) throw notSupported();
  if (!isScalar(value) || typeOf(value) !== attribute.type) {
    throw validation(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  }
  if (value !== '' && !(value instanceof Uint8Array && value.length === 0)) return value;
  throw validation(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${attribute.type === 'S' ? 'string' : 'binary'} value. Key: ${attribute.name}`,
  );
}

function notSupported(): Error {
  return validation('Query key condition not supported');
}

function missed(name: string): Error {
  return validation(`Query condition missed key schema element: ${name}`);
}
