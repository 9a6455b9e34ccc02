import { type HttpResponse, isRecord } from 'local-cloud';

/**
 * A size of a table from before most of its items expired. DynamoDB refreshes sizes "approximately every six hours" (API
 * reference, TableDescription).
 */
const formerBytes = 1_000_000_000;

/** Tells a size of some hours ago in the response of DescribeTable. An error stays as it is. */
export function tellFormerSize(response: HttpResponse | Error): HttpResponse | Error {
  if (response instanceof Error || response.status !== 200) return response;
  const answer: unknown = JSON.parse(response.body);
  if (!isRecord(answer) || !isRecord(answer['Table'])) return response;
  const Table = { ...answer['Table'], TableSizeBytes: formerBytes };
  return { ...response, body: JSON.stringify({ ...answer, Table }) };
}
