import { isDeepStrictEqual } from 'node:util';
import { ServiceError } from '../../core/service.ts';
import type { TableSchema } from './schema.ts';

/**
 * Refuses what UpdateTable and UpdateTimeToLive refuse: more than one index that is created or deleted at once, another
 * key or projection of an index, another attribute of time to live while it is on. The last text is ours.
 */
export function refuseTableChange(before: TableSchema, after: TableSchema): void {
  refuseChangedIndex(before, after);
  const changes = countMissing(before, after) + countMissing(after, before);
  if (changes > 1) throw invalid('Cannot perform more than one GSI creation or deletion in a single update');
  const [old, next] = [before.timeToLiveAttribute, after.timeToLiveAttribute];
  if (old !== undefined && next !== undefined && old !== next)
    throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${old}`);
}

function refuseChangedIndex(before: TableSchema, after: TableSchema): void {
  const isChanged = after.indexes.some((index) => {
    const old = before.indexes.find(({ name }) => name === index.name);
    return old !== undefined && !isDeepStrictEqual(old, index);
  });
  if (!isChanged) return;
  throw invalid(
    "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name.",
  );
}

/** How many indexes of the first schema the second one lacks. */
function countMissing(one: TableSchema, other: TableSchema): number {
  const names = other.indexes.map(({ name }) => name);
  return one.indexes.filter(({ name }) => !names.includes(name)).length;
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidRequest', message);
}
