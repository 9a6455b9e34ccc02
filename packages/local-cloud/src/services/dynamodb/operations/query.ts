import type { QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import { pathsIn } from '../expression/condition-paths.ts';
import { holds } from '../expression/evaluate-condition.ts';
import type { Condition, Slots } from '../expression/expression-syntax.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { keyRange } from '../key-condition.ts';
import { readKeyConditions } from '../key-condition-form.ts';
import { acceptor, checkView, openSource, renderPage } from '../read-request.ts';
import { encodePosition, type ReadSource, readPage } from '../read-source.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Placed } from '../row.ts';
import type { Tables } from '../tables.ts';

/** Query of a table or a global secondary index. */
export function query(tables: Tables): Operation<QueryInput, QueryOutput> {
  return {
    authorize: (input) => [tables.authorization('Query', input.TableName, input.IndexName)],
    run: (input) => runQuery(tables, input),
  };
}

function runQuery(tables: Tables, input: QueryInput): QueryOutput {
  refuseLegacy(input);
  const given = input.ExclusiveStartKey && encodePosition(input.ExclusiveStartKey);
  if (input.KeyConditionExpression === undefined) {
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const key = expressions.required('KeyConditionExpression', input.KeyConditionExpression);
  const filter = expressions.condition('FilterExpression', input.FilterExpression);
  const paths = expressions.projection(input.ProjectionExpression);
  expressions.finish('FilterExpression and KeyConditionExpression are null');
  const conditions = readKeyConditions(key.tree);
  const source = openSource(tables, input);
  const start = given === undefined ? undefined : source.readPosition(given, true);
  const range = keyRange(source, conditions, key.slots);
  if (start !== undefined) refuseStart(source, start, { conditions, slots: key.slots });
  source.table.refuseNestedKeys(paths);
  if (filter !== undefined) refuseKeyInFilter(source, filter.tree);
  checkView(source, input, paths);
  const isForward = input.ScanIndexForward !== false;
  const page = readPage({
    source,
    range,
    isForward,
    start,
    limit: input.Limit,
    accepts: acceptor(filter),
  });
  return renderPage(source, input, paths, page);
}

/** Refuses a start that the key conditions exclude. The words depend on which of them does. Recorded. */
function refuseStart(
  { key: { partition, sort } }: ReadSource,
  start: Placed,
  { conditions, slots }: { conditions: ReadonlyMap<string, Condition>; slots: Slots },
): void {
  const matches = (name: string): boolean => {
    const condition = conditions.get(name);
    return condition === undefined || holds(condition, start.item, slots);
  };
  const hasRange = sort !== undefined && conditions.has(sort.name);
  if (hasRange && !matches(sort.name))
    throw validation('The provided starting key does not match the range key predicate');
  if (matches(partition.name)) return;
  throw validation(
    hasRange
      ? 'The query can return at most one row and cannot be restarted'
      : 'The provided starting key is outside query boundaries based on provided conditions',
  );
}

function refuseKeyInFilter(source: ReadSource, condition: Condition): void {
  const paths = pathsIn(condition);
  const names = new Set(paths.map(([name]) => name));
  for (const key of [source.key.partition.name, source.key.sort?.name]) {
    if (key === undefined || !names.has(key)) continue;
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }
  source.table.refuseNestedKeys(paths);
}
