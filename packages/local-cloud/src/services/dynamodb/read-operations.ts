import type {
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../core/service.ts';
import { decodeAttributes } from './attribute-value.ts';
import { consumed, readUnits, readUsage } from './capacity.ts';
import { invalidParameter, validation } from './dynamodb-errors.ts';
import type { Condition, Operand, Path } from './expression/expression-syntax.ts';
import { project } from './expression/projection.ts';
import { allows, type Bound, RequestExpressions } from './expression/request-expressions.ts';
import type { Bare } from './item-operations.ts';
import { keyRange } from './key-condition.ts';
import { type Page, ReadSource, readPage } from './read-source.ts';
import { refuseLegacy } from './refuse-legacy.ts';
import type { Placed } from './row.ts';
import type { Probe } from './sorted-rows.ts';
import type { Tables } from './tables.ts';

/** How many segments a parallel scan may have. Source: DynamoDB API reference, Scan. */
const totalSegmentsMax = 1_000_000;

/** Query and Scan of a table or a global secondary index. */
export function readOperations(tables: Tables) {
  type ReadInput = { TableName: string | undefined; IndexName?: string | undefined };
  const authorize = (action: string) => (input: ReadInput) => [
    tables.authorization(action, input.TableName, input.IndexName),
  ];
  return {
    Query: { authorize: authorize('Query'), run: (input: QueryCommandInput) => query(tables, input) },
    Scan: { authorize: authorize('Scan'), run: (input: ScanCommandInput) => scan(tables, input) },
  } satisfies Record<string, Operation>;
}

function query(tables: Tables, input: QueryCommandInput): Bare<QueryCommandOutput> {
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
  return answer(source, input, paths, page);
}

function scan(tables: Tables, input: ScanCommandInput): Bare<ScanCommandOutput> {
  refuseLegacy(input);
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const filter = expressions.condition('FilterExpression', input.FilterExpression);
  const paths = expressions.projection(input.ProjectionExpression);
  expressions.finish('FilterExpression is null');
  const source = openSource(tables, input, paths);
  const range = segmentRange(source, input.Segment, input.TotalSegments);
  const start =
    input.ExclusiveStartKey === undefined ? undefined : source.readPosition(input.ExclusiveStartKey);
  if (start !== undefined && range(start) !== 0) {
    throw validation('The provided starting key is invalid: Invalid ExclusiveStartKey for the segment');
  }
  const accepts = acceptor(filter);
  const page = readPage({ source, range, isForward: true, start, limit: limitOf(input), accepts });
  return answer(source, input, paths, page);
}

type ReadRequest = QueryCommandInput | ScanCommandInput;

/** The table or index of a request, after refusing what AWS does not allow on it. */
function openSource(tables: Tables, input: ReadRequest, paths: readonly Path[] | undefined): ReadSource {
  const source = new ReadSource(tables.get(input.TableName), input.IndexName);
  const { index, table } = source;
  if (index !== undefined && input.ConsistentRead === true) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  checkSelect(input, paths);
  if (index === undefined) return source;
  const indexName = index.schema.name;
  if (input.Select === 'ALL_ATTRIBUTES' && index.schema.projection.type !== 'ALL') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${indexName} because its projection type is not ALL`,
    );
  }
  const hidden = (paths ?? []).map((path) => path[0]).filter((name) => !index.shows(name, table.schema.key));
  if (hidden.length === 0) return source;
  throw invalidParameter(`Global secondary index ${indexName} does not project [${hidden.join(', ')}]`);
}

function checkSelect(input: ReadRequest, paths: readonly Path[] | undefined): void {
  const { Select: select } = input;
  if (select === undefined) return;
  if (paths !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && paths === undefined) {
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && input.IndexName === undefined) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
}

function limitOf(input: ReadRequest): number | undefined {
  const { Limit: limit } = input;
  if (limit === undefined || limit >= 1) return limit;
  throw validation(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

function acceptor(filter: Bound<Condition> | undefined): (item: Parameters<typeof allows>[1]) => boolean {
  return (item) => allows(filter, item);
}

function answer(
  source: ReadSource,
  input: ReadRequest,
  paths: readonly Path[] | undefined,
  page: Page,
): Bare<QueryCommandOutput> {
  const units = readUnits(page.bytes, input.ConsistentRead === true);
  const items = page.items.map((item) => decodeAttributes(paths === undefined ? item : project(item, paths)));
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: items }),
    Count: page.items.length,
    ScannedCount: page.scannedCount,
    LastEvaluatedKey: page.last && source.positionOf(page.last),
    ConsumedCapacity: consumed(input.ReturnConsumedCapacity, () =>
      readUsage(source.table, units, source.index?.schema.name),
    ),
  };
}

/** A segment of a parallel scan is a range of hashes, so the segments share out the partitions. */
function segmentRange(
  source: ReadSource,
  segment: number | undefined,
  totalSegments: number | undefined,
): Probe<Placed> {
  if (segment === undefined && totalSegments === undefined) return () => 0;
  if (totalSegments === undefined || segment === undefined) {
    const [absent, present] =
      segment === undefined ? ['Segment', 'TotalSegments'] : ['TotalSegments', 'Segment'];
    throw validation(
      `The ${absent} parameter is required but was not present in the request when ${present} parameter is present`,
    );
  }
  if (totalSegments < 1 || totalSegments > totalSegmentsMax) {
    throw validation(
      `1 validation error detected: Value '${totalSegments}' at 'totalSegments' failed to satisfy constraint: Member must have value between 1 and ${totalSegmentsMax}`,
    );
  }
  if (segment < 0 || segment >= totalSegments) {
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${totalSegments}`,
    );
  }
  return (row) => Math.floor(((source.hashOf(row) + 2 ** 31) / 2 ** 32) * totalSegments) - segment;
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
