import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  type RosterEntry,
  type RosterStanding,
  readEntry,
  readStanding,
} from '../../domain/roster/roster-entry.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { dueShardOf, problemShardOf } from './shards.ts';

/** An item of the table, as DynamoDB gives it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The attributes of an item, in plain values. */
export type Attributes = Readonly<Record<string, string | number>>;

/**
 * The attributes of an entry in the table. It adds what only DynamoDB needs: the partitions of the sparse
 * indexes, and the expiry in epoch seconds. An entry is in an index exactly while it is due, or while it is a
 * problem.
 */
export function toAttributes(entry: RosterEntry): Attributes {
  const { instanceId, status } = entry;
  const isProblem = status === 'failed' || status === 'unmanaged';
  return {
    ...entry,
    ...('expiresAt' in entry ? { [rosterKeys.expiryAttribute]: Math.floor(entry.expiresAt / 1000) } : {}),
    ...(isProblem ? { [rosterKeys.problemPartitionKey]: problemShardOf(instanceId) } : {}),
    ...('dueAt' in entry ? { [rosterKeys.duePartitionKey]: dueShardOf(instanceId) } : {}),
  };
}

/** The entry of an item; undefined when `readEntry` does not accept its form. */
export function readItem(item: Item): RosterEntry | undefined {
  const attributes = unmarshall(item);
  const { [rosterKeys.expiryAttribute]: expirySeconds } = attributes;
  if (typeof expirySeconds !== 'number') return readEntry(attributes);
  return readEntry({ ...attributes, [rosterKeys.expiryAttribute]: expirySeconds * 1000 });
}

/** The standing of an item's entry; undefined as for `readItem`. */
export function readItemStanding(item: Item): RosterStanding | undefined {
  return readStanding(unmarshall(item));
}
