import { isRecord } from '../../core/is-record.ts';
import type { SqsRecord } from './sqs-record.ts';

/**
 * Returns the records of a batch that succeeded according to the function's response. They are deleted from the queue.
 * With `ReportBatchItemFailures` (Lambda developer guide, "Reporting batch item failures"):
 *
 * - all records, if the response is empty, `null`, an object without failures, or has an empty or null
 *   `batchItemFailures`;
 * - none, if the response is not JSON or not an object, or if an identifier is empty, null, misnamed, or not in this
 *   batch;
 * - otherwise, all records except those whose message id is listed.
 */
export function succeededRecords(payload: string, records: readonly SqsRecord[]): readonly SqsRecord[] {
  const failures = parseFailures(payload);
  if (failures === undefined) return [];
  const known = new Set(records.map((record) => record.messageId));
  const failed = new Set<string>();
  for (const failure of failures) {
    const id = identifierOf(failure);
    if (id === undefined || !known.has(id)) return [];
    failed.add(id);
  }
  return records.filter((record) => !failed.has(record.messageId));
}

/** The list of failures, or undefined if the response cannot be parsed. */
function parseFailures(payload: string): readonly unknown[] | undefined {
  if (payload === '') return [];
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (answer === null || answer === '') return [];
  if (!isRecord(answer)) return undefined;
  const failures = answer['batchItemFailures'] ?? [];
  return Array.isArray(failures) ? failures : undefined;
}

function identifierOf(failure: unknown): string | undefined {
  const id = isRecord(failure) ? failure['itemIdentifier'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
