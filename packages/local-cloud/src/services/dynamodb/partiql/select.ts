import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decodeAttributes } from '../attribute-value.ts';
import { readUnits, readUsage, type Usage } from '../capacity.ts';
import { invalidParameter, validation } from '../dynamodb-errors.ts';
import { given } from '../expression/check.ts';
import { holds } from '../expression/evaluate-condition.ts';
import type { Condition, Slots } from '../expression/expression-syntax.ts';
import { project } from '../expression/projection.ts';
import { conjuncts, rangeIn, sortRange, subjectOf } from '../key-condition.ts';
import { encodePosition, ReadSource, readPage } from '../read-source.ts';
import type { Attributes, Placed } from '../row.ts';
import type { Probe } from '../sorted-rows.ts';
import type { Tables } from '../tables.ts';
import { isScalar, typeOf } from '../value.ts';
import type { Statement } from './partiql-syntax.ts';
import { checkWhere, refuseUnknown } from './write-plan.ts';

/** A SELECT and the options of the caller. */
export interface SelectRequest {
  readonly statement: Extract<Statement, { kind: 'SELECT' }>;
  readonly slots: Slots;
  readonly isConsistent: boolean;
  readonly limit: number | undefined;
  readonly start: Record<string, AttributeValue> | undefined;
}

/** A page of a SELECT. */
export interface Selected {
  readonly items: Record<string, AttributeValue>[];
  readonly last: Record<string, AttributeValue> | undefined;
  readonly usage: Usage;
}

/** Runs a SELECT: a query when WHERE fixes the partition key, else a scan. */
export function select(tables: Tables, request: SelectRequest): Selected {
  const { statement, slots, isConsistent } = request;
  const { where, paths } = statement;
  const source = new ReadSource(tables.get(statement.tableName), statement.indexName);
  if (source.index !== undefined && isConsistent) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  refuseHidden(source, statement);
  if (where !== undefined) checkWhere(where, slots);
  const range = where === undefined ? undefined : partitionRange(source, where, slots);
  if (
    statement.orderBy !== undefined &&
    (range === undefined || statement.orderBy.name !== source.key.sort?.name)
  ) {
    throw validation(
      'Must have WHERE clause with equality on the hash key, and name the sort key, when using ORDER BY clause',
    );
  }
  const accepts = (item: Attributes): boolean => {
    if (where === undefined) return true;
    refuseUnknown(where, item, slots);
    return holds(where, item, slots);
  };
  const page = readPage({
    source,
    range: range ?? (() => 0),
    isForward: statement.orderBy?.isForward ?? true,
    start: request.start === undefined ? undefined : source.readPosition(encodePosition(request.start), true),
    limit: request.limit,
    accepts,
  });
  return {
    items: page.items.map((item) => decodeAttributes(paths === undefined ? item : project(item, paths))),
    last: page.last && source.positionOf(page.last),
    usage: readUsage(source.table, readUnits(page.bytes, isConsistent), statement.indexName),
  };
}

/** The range of rows, if WHERE fixes the partition key by equality. A condition on the sort key narrows it. */
function partitionRange(source: ReadSource, where: Condition, slots: Slots): Probe<Placed> | undefined {
  const { partition, sort } = source.key;
  const parts = conjuncts(where);
  const onPartition = parts.find(
    (part) => part.kind === 'compare' && part.comparator === '=' && subjectOf(part) === partition.name,
  );
  if (onPartition?.kind !== 'compare') return undefined;
  const value = given(onPartition.right, slots);
  if (!isScalar(value) || typeOf(value) !== partition.type) {
    throw validation(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  }
  const onSort = parts.find(
    (part) =>
      sort !== undefined &&
      subjectOf(part) === sort.name &&
      !(part.kind === 'compare' && part.comparator === '<>'),
  );
  return rangeIn(source, value, onSort === undefined ? undefined : sortRange(onSort, sort, slots));
}

function refuseHidden({ index, table }: ReadSource, { paths }: SelectRequest['statement']): void {
  if (index === undefined || paths === undefined) return;
  const hidden = paths.map((path) => path[0]).filter((name) => !index.shows(name, table.schema.key));
  if (hidden.length === 0) return;
  throw invalidParameter(
    `Global secondary index ${index.schema.name} does not project [${hidden.join(', ')}]`,
  );
}
