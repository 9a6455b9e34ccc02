import type { ScanInput, ScanOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { validation } from '../dynamodb-errors.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { acceptor, limitOf, openSource, renderPage } from '../read-request.ts';
import { type ReadSource, readPage } from '../read-source.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Placed } from '../row.ts';
import type { Probe } from '../sorted-rows.ts';
import type { Tables } from '../tables.ts';

/** The most segments of a parallel scan. Source: DynamoDB API reference, Scan. */
const totalSegmentsMax = 1_000_000;

/** Scan of a table or a global secondary index, or of one segment. */
export function scan(tables: Tables): Operation<ScanInput, ScanOutput> {
  return {
    authorize: (input) => [tables.authorization('Scan', input.TableName, input.IndexName)],
    run: (input) => runScan(tables, input),
  };
}

function runScan(tables: Tables, input: ScanInput): ScanOutput {
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
  return renderPage(source, input, paths, page);
}

/** A segment of a parallel scan is a range of hashes, which divides the partitions among the segments. */
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
  new Validation().range(totalSegments, 'totalSegments', [1, totalSegmentsMax]).done();
  if (segment < 0 || segment >= totalSegments) {
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${totalSegments}`,
    );
  }
  return (row) => Math.floor(((source.hashOf(row) + 2 ** 31) / 2 ** 32) * totalSegments) - segment;
}
