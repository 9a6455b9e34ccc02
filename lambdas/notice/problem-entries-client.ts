import { DynamoDBClient, GetItemCommand, paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { problemShards } from '../shared/clients/roster/shards.ts';
import { type Compliance, complianceFields, writeCompliance } from '../shared/domain/roster/compliance.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../shared/runtime/contract.ts';

/** A judgement of a node. */
export type Judgement = Compliance & { readonly nodeId: string };

/** The entries that people are told of, and how far they have been told. */
export interface ProblemEntries {
  /** Until when people have been told, in epoch milliseconds; undefined before the first time. */
  toldUntilMs(): Promise<number | undefined>;
  /** Notes until when people have been told. */
  noteTold(untilMs: number): Promise<void>;
  /**
   * Notes judgements in the entries of their nodes. A node without an entry is left out, and so is what is older than what
   * its entry says.
   */
  noteCompliance(judgements: readonly Judgement[]): Promise<void>;
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
    async noteCompliance(judgements) {
      await mapConcurrently(judgements, callsAtOnce, (one) => noteOne(client, TableName, one));
    },
    async changedAfter(fromMs) {
      const ids = await Promise.all(problemShards.map((shard) => idsIn(client, TableName, shard, fromMs)));
      return [...(await createRoster(TableName, client).read(ids.flat())).values()];
    },
  };
}

/** An entry that is not there is not made. The times of events decide: they may come in any order. */
async function noteOne(client: DynamoDBClient, TableName: string, judgement: Judgement): Promise<void> {
  const update = new UpdateItemCommand({
    ...{ TableName, Key: { [rosterKeys.partitionKey]: { S: judgement.nodeId } } },
    UpdateExpression: 'SET #said = :said',
    ConditionExpression: 'attribute_exists(#key) AND (attribute_not_exists(#said) OR #said < :said)',
    ExpressionAttributeNames: { '#key': rosterKeys.partitionKey, '#said': complianceFields[judgement.type] },
    ExpressionAttributeValues: { ':said': { S: writeCompliance(judgement) } },
  });
  await unless(['ConditionalCheckFailedException'], () => client.send(update));
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
