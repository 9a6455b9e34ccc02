import {
  type AttributeValue,
  DynamoDBClient,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { problemShards } from '../shared/clients/roster/shards.ts';
import {
  type Compliance,
  complianceFields,
  toldField,
  writeCompliance,
} from '../shared/domain/roster/compliance.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../shared/runtime/contract.ts';

/** A judgement of a node. */
export type Judgement = Compliance & { readonly nodeId: string };

/** An instance that people were told of, and since when it had rested so. */
export interface ToldOf {
  readonly id: string;
  readonly sinceMs: number;
}

/** The entries that people are told of. */
export interface ProblemEntries {
  /** The entries that are failed or unmanaged and have changed after this time. Some may have moved on. */
  changedAfter(fromMs: number): Promise<readonly RosterEntry[]>;
  /** Notes in entries that people were told of them. */
  noteTold(told: readonly ToldOf[]): Promise<void>;
  /**
   * Notes judgements in the entries of their nodes. A node without an entry is left out, and so is what is older than what
   * its entry says.
   */
  noteCompliance(judgements: readonly Judgement[]): Promise<void>;
}

/** Reads the index of problems, and the entries that it names. */
export function createProblemEntries(tableName: string, client = connect(DynamoDBClient)): ProblemEntries {
  const table: Table = { tableName, client };
  return {
    async noteTold(told) {
      await mapConcurrently(told, callsAtOnce, ({ id, sinceMs }) =>
        noteLater(table, id, { field: toldField, value: { N: String(sinceMs) } }),
      );
    },
    async noteCompliance(judgements) {
      await mapConcurrently(judgements, callsAtOnce, (judgement) =>
        noteLater(table, judgement.nodeId, {
          field: complianceFields[judgement.type],
          value: { S: writeCompliance(judgement) },
        }),
      );
    },
    async changedAfter(fromMs) {
      const ids = await Promise.all(problemShards.map((shard) => idsIn(table, shard, fromMs)));
      return [...(await createRoster(tableName, client).read(ids.flat())).values()];
    },
  };
}

interface Table {
  readonly tableName: string;
  readonly client: DynamoDBClient;
}

/** Notes what is later than what the entry says: calls and events may come in any order. An entry that is not there is not made. */
async function noteLater(
  { tableName: TableName, client }: Table,
  instanceId: string,
  { field, value }: { readonly field: string; readonly value: AttributeValue },
): Promise<void> {
  const update = new UpdateItemCommand({
    ...{ TableName, Key: { [rosterKeys.partitionKey]: { S: instanceId } } },
    UpdateExpression: 'SET #said = :said',
    ConditionExpression: 'attribute_exists(#key) AND (attribute_not_exists(#said) OR #said < :said)',
    ExpressionAttributeNames: { '#key': rosterKeys.partitionKey, '#said': field },
    ExpressionAttributeValues: { ':said': value },
  });
  await unless(['ConditionalCheckFailedException'], () => client.send(update));
}

async function idsIn(
  { tableName, client }: Table,
  shard: string,
  fromMs: number,
): Promise<readonly string[]> {
  const query = {
    ...{ TableName: tableName, IndexName: rosterKeys.problemIndex },
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
