import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { ServiceError } from '../../core/service.ts';
import { queryErrorCode } from './sqs-errors.ts';

/** The most entries of a batch request (SQS quotas). */
const ENTRIES_MAX = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The results of the entries of a batch. As in AWS, `Failed` is undefined if nothing failed. */
export interface BatchResult<Result> {
  Successful: Result[];
  Failed: BatchResultErrorEntry[] | undefined;
}

/**
 * Throws the errors that fail a whole batch: no entries, too many, invalid ids, repeated ids. `kind` names the entry.
 */
export function checkBatch(entries: readonly { Id: string | undefined }[] | undefined, kind: string): void {
  if (entries === undefined || entries.length === 0)
    throw new ServiceError('EmptyBatchRequest', `There should be at least one ${kind} in the request.`);
  if (entries.length > ENTRIES_MAX)
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_MAX}. You have sent ${entries.length}.`,
    );
  const seen = new Set<string>();
  for (const { Id: id = '' } of entries) {
    if (!ENTRY_ID.test(id))
      throw new ServiceError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    if (seen.has(id)) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
}

/** Calls `run` for each entry. A ServiceError fails only its entry. Any other error is thrown. */
export function runBatch<Entry extends { Id: string | undefined }, Result>(
  entries: readonly Entry[],
  run: (entry: Entry) => Result,
): BatchResult<Result> {
  const successful: Result[] = [];
  const failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      successful.push(run(entry));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({
        Id: entry.Id,
        SenderFault: true,
        Code: queryErrorCode(error.code),
        Message: error.message,
      });
    }
  }
  return { Successful: successful, Failed: failed.length > 0 ? failed : undefined };
}
