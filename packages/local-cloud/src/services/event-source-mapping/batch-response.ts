import { isRecord } from '../../core/is-record.ts';
import type { SqsRecord } from './sqs-record.ts';

/**
 * The records of a batch that a function's answer says are done, and so are deleted from the queue. With
 * `ReportBatchItemFailures` (Lambda developer guide, "Reporting batch item failures"):
 *
 * - an empty answer, `null`, an object without failures, an empty or null `batchItemFailures`: all of them;
 * - text that is no JSON, JSON that is no object, an identifier that is empty, null, misnamed, or not of this batch: none of them;
 * - otherwise all but those whose message id is named.
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

/** The list of failures; undefined when the answer cannot be read. */
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
