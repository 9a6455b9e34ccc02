import type { AttributeValue, BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import { convertToAttr, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import {
  type RosterEntry,
  type RosterMove,
  type RosterStanding,
  rosterStatuses,
} from '../../domain/roster/roster-entry.ts';
import { rosterKeys } from '../../runtime/contract.ts';

/**
 * The statement that writes a move. A first entry is an INSERT, which fails when there is one. A later move is an
 * UPDATE that names the status and the revision it starts from, sets what changed and removes what ended.
 *
 * The texts are few (one for each set of changed attributes), which DynamoDB and we both parse once.
 */
export function writeStatement(tableName: string, { from, to }: RosterMove): BatchStatementRequest {
  if (from === undefined) return insertStatement(tableName, to);
  const before = new Map(Object.entries(from));
  const after = Object.entries(to);
  const set = after.filter(([name, value]) => before.get(name) !== value);
  const removed = [...before.keys()].filter((name) => !(name in to));
  const clauses = [
    ...set.map(([name]) => `SET "${name}"=?`),
    ...removed.map((name) => `REMOVE "${name}"`),
    `WHERE "${rosterKeys.partitionKey}"=? AND "status"=? AND "revision"=?`,
  ];
  return {
    Statement: `UPDATE "${tableName}" ${clauses.join(' ')}`,
    Parameters: [...set.map(([, value]) => value), from.instanceId, from.status, from.revision].map(
      toAttribute,
    ),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

function insertStatement(tableName: string, entry: RosterEntry): BatchStatementRequest {
  const attributes = Object.entries(entry);
  const fields = attributes.map(([name]) => `'${name}': ?`).join(', ');
  return {
    Statement: `INSERT INTO "${tableName}" VALUE {${fields}}`,
    Parameters: attributes.map(([, value]) => toAttribute(value)),
  };
}

function toAttribute(value: string | number): AttributeValue {
  return convertToAttr(value);
}

const standing = {
  instanceId: z.string(),
  status: z.enum(rosterStatuses),
  reason: z.string(),
  launchedAt: z.number(),
  changedAt: z.number(),
};
const rosterStanding = z.object(standing);
const rosterEntry = z.object({
  ...standing,
  source: z.string(),
  revision: z.number(),
  firstSeenAt: z.number(),
  platform: z.exactOptional(z.string()),
  profile: z.exactOptional(z.string()),
  document: z.exactOptional(z.string()),
  documentVersion: z.exactOptional(z.string()),
  orderId: z.exactOptional(z.string()),
  commandId: z.exactOptional(z.string()),
  attempts: z.exactOptional(z.number()),
  step: z.exactOptional(z.string()),
  statusDetails: z.exactOptional(z.string()),
  exitCode: z.exactOptional(z.number()),
  onboardedAt: z.exactOptional(z.number()),
  waitingSince: z.exactOptional(z.number()),
  causeDetail: z.exactOptional(z.string()),
  problemShard: z.exactOptional(z.string()),
  leaseUntil: z.exactOptional(z.number()),
  dueAt: z.exactOptional(z.number()),
  dueShard: z.exactOptional(z.string()),
  expiresAt: z.exactOptional(z.number()),
});

/** An entry as the table has it; undefined when it has another form, which nobody but Muster could have given it. */
export function readEntry(item: Record<string, AttributeValue>): RosterEntry | undefined {
  return rosterEntry.safeParse(unmarshall(item)).data;
}

/** Where an entry stands, from an item with those attributes alone; undefined as for `readEntry`. */
export function readStanding(item: Record<string, AttributeValue>): RosterStanding | undefined {
  return rosterStanding.safeParse(unmarshall(item)).data;
}
