import { createRoster } from '../../../lambdas/shared/clients/roster/roster-client.ts';
import { problemShards } from '../../../lambdas/shared/clients/roster/shards.ts';
import { openDrifts } from '../../../lambdas/shared/domain/roster/drift.ts';
import type { EntryOf, RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';

/** The statuses of instances that a person must look at. */
type EntryStatus = 'failed' | 'unmanaged';

/** What a person must look at: a status, or an onboarded instance that is not as it was installed. */
export type ProblemStatus = EntryStatus | 'drifted';

/** The entry of an instance in such a status. */
export type ProblemEntry = EntryOf<EntryStatus>;

/**
 * The entries in one status, by the index of problems: the cost follows the number of problems, and not the size of the
 * roster. The index lags the table by a moment; an entry that has moved on is left out.
 * `policy` is the one that the calling command needs.
 * @throws UsageError when a call fails.
 */
export async function findProblems(
  clientSettings: ClientSettings,
  tableName: string,
  status: EntryStatus,
  policy: OperatorPolicy = 'read',
): Promise<ProblemEntry[]> {
  const entries = await readIndexed(clientSettings, tableName, policy);
  return entries.filter(isProblem).filter((entry) => entry.status === status);
}

/**
 * The entries of the instances that have drifted, in the same way.
 * @throws UsageError when a call fails.
 */
export async function findDrifted(clientSettings: ClientSettings, tableName: string): Promise<RosterEntry[]> {
  const entries = await readIndexed(clientSettings, tableName, 'read');
  return entries.filter((entry) => openDrifts(entry).length > 0);
}

/** What the index of problems has, the latest change first. */
async function readIndexed(
  clientSettings: ClientSettings,
  tableName: string,
  policy: OperatorPolicy,
): Promise<RosterEntry[]> {
  const { DynamoDBClient, paginateQuery } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(clientSettings);
  const idsOf = async (shard: string) => {
    const ids: string[] = [];
    const query = {
      TableName: tableName,
      IndexName: rosterKeys.problemIndex,
      KeyConditionExpression: '#shard = :shard',
      ExpressionAttributeNames: { '#shard': rosterKeys.problemPartitionKey },
      ExpressionAttributeValues: { ':shard': { S: shard } },
    };
    for await (const { Items = [] } of paginateQuery({ client }, query))
      ids.push(...Items.flatMap((item) => item[rosterKeys.partitionKey]?.S ?? []));
    return ids;
  };
  const ids = await Promise.all(problemShards.map(idsOf)).catch((error: unknown) =>
    refuse('dynamodb:Query', error, policy, clientSettings),
  );
  const entries = await createRoster(tableName, client)
    .read(ids.flat())
    .catch((error: unknown) => refuse('dynamodb:BatchGetItem', error, policy, clientSettings));
  return [...entries.values()].sort((a, b) => b.changedAt - a.changedAt);
}

function isProblem(entry: RosterEntry): entry is ProblemEntry {
  return entry.status === 'failed' || entry.status === 'unmanaged';
}
