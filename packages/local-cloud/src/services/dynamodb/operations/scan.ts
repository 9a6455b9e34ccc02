import type { ScanInput, ScanOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import { pathsIn } from '../expression/condition-paths.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { acceptor, checkView, openSource, renderPage } from '../read-request.ts';
import { encodePosition, type ReadSource, readPage } from '../read-source.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Placed } from '../row.ts';
import type { Probe } from '../sorted-rows.ts';
import type { Tables } from '../tables.ts';

/** Scan of a table or a global secondary index, or of one segment. */
export function scan(tables: Tables): Operation<ScanInput, ScanOutput> {
  return {
    authorize: (input) => [tables.authorization('Scan', input.TableName, input.IndexName)],
    run: (input) => runScan(tables, input),
  };
}

function runScan(tables: Tables, input: ScanInput): ScanOutput {
  refuseLegacy(input);
  const given = input.ExclusiveStartKey && encodePosition(input.ExclusiveStartKey);
  const segmentOf = readSegment(input.Segment, input.TotalSegments);
  const expressions = new RequestExpressions(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const filter = expressions.condition('FilterExpression', input.FilterExpression);
  const paths = expressions.projection(input.ProjectionExpression);
  expressions.finish('FilterExpression is null');
  const source = openSource(tables, input);
  const range = segmentOf(source);
  const start = given === undefined ? undefined : source.readPosition(given, false);
  if (start !== undefined && range(start) !== 0) {
    throw validation(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
    );
  }
  checkView(source, input, paths);
  source.table.refuseNestedKeys(paths);
  if (filter !== undefined) source.table.refuseNestedKeys(pathsIn(filter.tree));
  const accepts = acceptor(filter);
  const page = readPage({ source, range, isForward: true, start, limit: input.Limit, accepts });
  return renderPage(source, input, paths, page);
}

/** A segment of a parallel scan is a range of hashes, which divides the partitions among the segments. */
function readSegment(
  segment: number | undefined,
  totalSegments: number | undefined,
): (source: ReadSource) => Probe<Placed> {
  if (segment === undefined && totalSegments === undefined) return () => () => 0;
  if (totalSegments === undefined || segment === undefined) {
    throw validation(
      segment === undefined
        ? 'The Segment parameter is required but was not present in the request when parameter TotalSegments is present'
        : 'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment >= totalSegments) {
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${totalSegments}`,
    );
  }
  return (source) => (row) =>
    Math.floor(((source.hashOf(row) + 2 ** 31) / 2 ** 32) * totalSegments) - segment;
}
