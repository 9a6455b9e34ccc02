import type { QueryInput, QueryOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Condition, Operand } from '../expression/expression-syntax.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { keyRange } from '../key-condition.ts';
import { acceptor, limitOf, openSource, renderPage } from '../read-request.ts';
import { type ReadSource, readPage } from '../read-source.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
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
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const key = expressions.condition('KeyConditionExpression', input.KeyConditionExpression);
  const filter = expressions.condition('FilterExpression', input.FilterExpression);
  const paths = expressions.projection(input.ProjectionExpression);
  expressions.finish('FilterExpression and KeyConditionExpression are null');
  if (key === undefined) {
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const source = openSource(tables, input, paths);
  const range = keyRange(source, key.tree, key.slots);
  if (filter !== undefined) refuseKeyInFilter(source, filter.tree);
  const start =
    input.ExclusiveStartKey === undefined ? undefined : source.readPosition(input.ExclusiveStartKey);
  if (start !== undefined && range(start) !== 0) {
    throw validation('The provided starting key is outside query boundaries based on provided conditions');
  }
  const isForward = input.ScanIndexForward !== false;
  const page = readPage({
    source,
    range,
    isForward,
    start,
    limit: limitOf(input),
    accepts: acceptor(filter),
  });
  return renderPage(source, input, paths, page);
}

function refuseKeyInFilter(source: ReadSource, condition: Condition): void {
  const names = topNames(condition);
  for (const key of [source.key.partition.name, source.key.sort?.name]) {
    if (key === undefined || !names.has(key)) continue;
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }
}

/** The top-level attributes that a condition reads. */
function topNames(condition: Condition, names = new Set<string>()): Set<string> {
  const add = (...operands: readonly Operand[]): void => {
    for (const operand of operands) {
      if (operand.kind === 'path') names.add(operand.path[0]);
      if (operand.kind === 'size') add(operand.of);
    }
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      topNames(condition.left, names);
      topNames(condition.right, names);
      break;
    case 'not':
      topNames(condition.condition, names);
      break;
    case 'exists':
      names.add(condition.path[0]);
      break;
    case 'compare':
    case 'begins_with':
    case 'contains':
      add(condition.left, condition.right);
      break;
    case 'between':
      add(condition.operand, condition.low, condition.high);
      break;
    case 'in':
      add(condition.operand, ...condition.candidates);
      break;
    case 'attribute_type':
      add(condition.operand);
  }
  return names;
}
