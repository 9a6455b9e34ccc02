import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { parseAgents } from '../../domain/roster/agent-state.ts';
import { openDrifts } from '../../domain/roster/drift.ts';
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
 * problem. The agents are JSON text: an attribute then is a text or a number, whatever an entry learns to
 * say, and a change of it is told by comparing texts.
 */
export function toAttributes(entry: RosterEntry): Attributes {
  const { agents, ...others } = entry;
  const { instanceId, status } = entry;
  const isProblem = status === 'failed' || status === 'unmanaged' || openDrifts(entry).length > 0;
  return {
    ...others,
    ...(agents === undefined ? {} : { agents: JSON.stringify(agents) }),
    ...('expiresAt' in entry ? { [rosterKeys.expiryAttribute]: Math.floor(entry.expiresAt / 1000) } : {}),
    ...(isProblem ? { [rosterKeys.problemPartitionKey]: problemShardOf(instanceId) } : {}),
    ...('dueAt' in entry ? { [rosterKeys.duePartitionKey]: dueShardOf(instanceId) } : {}),
  };
}

/** The entry of an item; undefined when `readEntry` does not accept its form. */
export function readItem(item: Item): RosterEntry | undefined {
  const attributes = unmarshall(item);
  const { agents, [rosterKeys.expiryAttribute]: expirySeconds } = attributes;
  return readEntry({
    ...attributes,
    ...(typeof agents === 'string' ? { agents: parseAgents(agents) } : {}),
    ...(typeof expirySeconds === 'number' ? { [rosterKeys.expiryAttribute]: expirySeconds * 1000 } : {}),
  });
}

/** The standing of an item's entry; undefined as for `readItem`. */
export function readItemStanding(item: Item): RosterStanding | undefined {
  return readStanding(unmarshall(item));
}
