import { createRoster } from '../../../lambdas/shared/clients/roster/roster-client.ts';
import { problemShards } from '../../../lambdas/shared/clients/roster/shards.ts';
import type { EntryOf, RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';

/** The statuses of instances that a person must look at. */
export type ProblemStatus = 'failed' | 'unmanaged';

/** The entry of such an instance. */
export type ProblemEntry = EntryOf<ProblemStatus>;

/**
 * The entries in one status, by the index of problems: the cost follows the number of problems, and not the size of the
 * roster. The index lags the table by a moment; an entry that has moved on is left out.
 * `policy` is the one that the calling command needs.
 * @throws UsageError when a call fails.
 */
export async function findProblems(
  clientSettings: ClientSettings,
  tableName: string,
  status: ProblemStatus,
  policy: OperatorPolicy = 'read',
): Promise<ProblemEntry[]> {
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
  return [...entries.values()]
    .filter(isProblem)
    .filter((entry) => entry.status === status)
    .sort((a, b) => b.changedAt - a.changedAt);
}

function isProblem(entry: RosterEntry): entry is ProblemEntry {
  return entry.status === 'failed' || entry.status === 'unmanaged';
}
