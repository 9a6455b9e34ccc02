import type { QueryInput, QueryOutput, ScanInput } from '@aws-sdk/client-dynamodb';
import { decodeAttributes } from './attribute-value.ts';
import { consume, readUnits, readUsage } from './capacity.ts';
import { invalidParameter, validation } from './dynamodb-errors.ts';
import type { Condition, Path } from './expression/expression-syntax.ts';
import { project } from './expression/projection.ts';
import { allows, type Bound } from './expression/request-expressions.ts';
import { type Page, ReadSource } from './read-source.ts';
import type { Tables } from './tables.ts';

type ReadRequest = QueryInput | ScanInput;

/** Finds the table or index of a request. */
export function openSource(tables: Tables, input: ReadRequest): ReadSource {
  const source = new ReadSource(tables.get(input.TableName), input.IndexName);
  if (source.index !== undefined && input.ConsistentRead === true)
    throw validation('Consistent reads are not supported on global secondary indexes');
  return source;
}

/** Refuses to show what AWS does not show of a table or index. */
export function checkView(source: ReadSource, input: ReadRequest, paths: readonly Path[] | undefined): void {
  const { index, table } = source;
  checkSelect(input, paths);
  if (index === undefined) return;
  const indexName = index.schema.name;
  if (input.Select === 'ALL_ATTRIBUTES' && index.schema.projection.type !== 'ALL') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${indexName} because its projection type is not ALL`,
    );
  }
  const hidden = (paths ?? []).map((path) => path[0]).filter((name) => !index.shows(name, table.schema.key));
  if (hidden.length === 0) return;
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

export function acceptor(
  filter: Bound<Condition> | undefined,
): (item: Parameters<typeof allows>[1]) => boolean {
  return (item) => allows(filter, item);
}

/** Builds the response to a read: the items as requested, the counts, and the start of the next page. */
export function renderPage(
  source: ReadSource,
  input: ReadRequest,
  paths: readonly Path[] | undefined,
  page: Page,
): QueryOutput {
  const units = readUnits(page.bytes, input.ConsistentRead === true);
  const items = page.items.map((item) => decodeAttributes(paths === undefined ? item : project(item, paths)));
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: items }),
    Count: page.items.length,
    ScannedCount: page.scannedCount,
    LastEvaluatedKey: page.last && source.positionOf(page.last),
    ConsumedCapacity: consume(
      input.ReturnConsumedCapacity,
      readUsage(source.table, units, source.index?.schema.name),
    ),
  };
}
