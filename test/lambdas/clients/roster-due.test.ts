import {
  DescribeTableCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createRoster } from '../../../lambdas/clients/roster.ts';
import { dueShardOf, dueShards, shardCount } from '../../../lambdas/domain/due.ts';
import { anEntry, idOf, idsTo, nowMs } from '../builders.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const roster = createRoster('Roster');
const itemOf = (instanceId: string) => marshall(anEntry({ instanceId }));
const standingOf = (instanceId: string) => {
  const { status, reason, launchedAt, changedAt } = anEntry({ instanceId });
  return { instanceId, status, reason, launchedAt, changedAt };
};

describe('due', () => {
  const queries = () => dynamodb.commandCalls(QueryCommand).map((call) => call.args[0].input);

  it('asks every shard of the index for what is due by then, its part of the limit each', async () => {
    dynamodb.on(QueryCommand).resolves({});
    expect(await roster.due(nowMs, 1000)).toEqual({ instanceIds: [], isMore: false });
    expect(queries()).toEqual(
      dueShards.map((shard) => ({
        TableName: 'Roster',
        IndexName: 'ByDue',
        KeyConditionExpression: '#shard = :shard AND #due <= :now',
        ExpressionAttributeNames: { '#shard': 'dueShard', '#due': 'dueAt' },
        ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { N: String(nowMs) } },
        Limit: 1000 / shardCount,
      })),
    );
  });

  it('gives the instances of all shards, which hold their keys alone', async () => {
    dynamodb
      .on(QueryCommand)
      .callsFake((input: { ExpressionAttributeValues: { ':shard': { S: string } } }) => {
        const shard = input.ExpressionAttributeValues[':shard'].S;
        const ids = idsTo(40).filter((instanceId) => dueShardOf(instanceId) === shard);
        return { Items: ids.map((instanceId) => marshall({ instanceId, dueShard: shard, dueAt: nowMs })) };
      });
    const { instanceIds, isMore } = await roster.due(nowMs, 1000);
    expect(instanceIds.toSorted()).toEqual(idsTo(40));
    expect(isMore).toBe(false);
  });

  it('says that there may be more when one shard filled its part, although the others did not', async () => {
    const items = (count: number) => ({ Items: idsTo(count).map((instanceId) => marshall({ instanceId })) });
    const part = 1000 / shardCount;
    dynamodb.on(QueryCommand).resolvesOnce({}).resolvesOnce(items(part)).resolvesOnce({}).resolves({});
    expect((await roster.due(nowMs, 1000)).isMore).toBe(true);
    dynamodb.reset();
    dynamodb.on(QueryCommand).resolves(items(part - 1));
    expect((await roster.due(nowMs, 1000)).isMore).toBe(false);
  });

  it('refuses when a shard is not answered for: what is due there must not be taken for nothing', async () => {
    dynamodb.on(QueryCommand).resolvesOnce({}).rejects(new Error('ThrottlingException'));
    await expect(roster.due(nowMs, 1000)).rejects.toThrow('ThrottlingException');
  });
});

describe('survey', () => {
  it('leaves it to DynamoDB to leave out what was terminated before, and all but five attributes', async () => {
    dynamodb.on(ScanCommand).resolves({});
    await roster.survey(nowMs);
    const { input } = dynamodb.commandCalls(ScanCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({
      FilterExpression: '#status <> :gone OR #reason <> :terminated OR #changedAt >= :since',
      ProjectionExpression: 'instanceId,#status,#reason,#launchedAt,#changedAt',
      ExpressionAttributeValues: marshall({ ':gone': 'gone', ':terminated': 'Terminated', ':since': nowMs }),
    });
  });

  it('reads the whole table, page by page, after an empty page too', async () => {
    const pages = [
      { Items: [itemOf(idOf(1))], LastEvaluatedKey: marshall({ instanceId: 'a' }) },
      { Items: [], LastEvaluatedKey: marshall({ instanceId: 'b' }) },
      { Items: [itemOf(idOf(2))] },
    ];
    // The SDK's paginator uses one input for all pages, so it is read when the call is made.
    const starts: (string | undefined)[] = [];
    dynamodb.on(ScanCommand, { TableName: 'Roster' }).callsFake((input: ScanCommandInput) => {
      starts.push(input.ExclusiveStartKey?.['instanceId']?.S);
      return pages[starts.length - 1];
    });
    const standings = await roster.survey(nowMs);
    expect([...standings]).toEqual(idsTo(2).map((instanceId) => [instanceId, standingOf(instanceId)]));
    expect(starts).toEqual([undefined, 'a', 'b']);
  });

  it('leaves out an entry that is none of ours', async () => {
    const foreign = marshall({ ...anEntry(), status: 'of-another-version' });
    dynamodb.on(ScanCommand).resolves({ Items: [foreign, itemOf(idOf(2))] });
    expect([...(await roster.survey(nowMs)).keys()]).toEqual([idOf(2)]);
  });

  it('refuses to take a part for the whole', async () => {
    dynamodb
      .on(ScanCommand)
      .resolvesOnce({ Items: [itemOf(idOf(1))], LastEvaluatedKey: marshall({ instanceId: 'a' }) })
      .rejects(new Error('InternalServerError'));
    await expect(roster.survey(nowMs)).rejects.toThrow('InternalServerError');
  });
});

describe('createdAtMs', () => {
  it('is when the table was created', async () => {
    dynamodb.on(DescribeTableCommand).resolves({ Table: { CreationDateTime: new Date(nowMs) } });
    expect(await roster.createdAtMs()).toBe(nowMs);
    expect(dynamodb.commandCalls(DescribeTableCommand)[0]?.args[0].input).toEqual({ TableName: 'Roster' });
  });

  it('is the beginning of time where DynamoDB does not say, so that nothing counts as old', async () => {
    dynamodb.on(DescribeTableCommand).resolves({});
    expect(await roster.createdAtMs()).toBe(0);
  });
});
