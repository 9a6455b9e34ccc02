import { DynamoDBClient, GetItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { connect } from '../shared/clients/connect.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { problemShards } from '../shared/clients/roster/shards.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../shared/runtime/contract.ts';

/** The entries that are failed or unmanaged, and how far people have been told of them. */
export interface ProblemEntries {
  /** Until when people have been told, in epoch milliseconds; undefined before the first time. */
  toldUntilMs(): Promise<number | undefined>;
  /** Notes until when people have been told. */
  noteTold(untilMs: number): Promise<void>;
  /** The entries that have changed after this time, at whatever status they are now. */
  changedAfter(fromMs: number): Promise<readonly RosterEntry[]>;
}

/** Reads the index of problems, and the entries that it names. */
export function createProblemEntries(TableName: string, client = connect(DynamoDBClient)): ProblemEntries {
  const Key = { [rosterKeys.partitionKey]: { S: rosterKeys.notices } };
  return {
    async toldUntilMs() {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      const told = Item?.[rosterKeys.toldUntil]?.N;
      return told === undefined ? undefined : Number(told);
    },
    async noteTold(untilMs) {
      const update = new UpdateItemCommand({
        ...{ TableName, Key, UpdateExpression: 'SET #told = :until' },
        ExpressionAttributeNames: { '#told': rosterKeys.toldUntil },
        ExpressionAttributeValues: { ':until': { N: String(untilMs) } },
      });
      await client.send(update);
    },
    async changedAfter(fromMs) {
      const ids = await Promise.all(problemShards.map((shard) => idsIn(client, TableName, shard, fromMs)));
      return [...(await createRoster(TableName, client).read(ids.flat())).values()];
    },
  };
}

async function idsIn(
  client: DynamoDBClient,
  TableName: string,
  shard: string,
  fromMs: number,
): Promise<readonly string[]> {
  const query = {
    ...{ TableName, IndexName: rosterKeys.problemIndex },
    KeyConditionExpression: '#shard = :shard AND #changed > :from',
    ExpressionAttributeNames: {
      '#shard': rosterKeys.problemPartitionKey,
      '#changed': rosterKeys.problemSortKey,
    },
    ExpressionAttributeValues: { ':shard': { S: shard }, ':from': { N: String(fromMs) } },
  };
  const items = await readPages(paginateQuery({ client }, query), ({ Items }) => Items);
  return items.flatMap((item) => item[rosterKeys.partitionKey]?.S ?? []);
}
