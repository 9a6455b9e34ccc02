import {
  BatchGetItemCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createRoster,
  type DueRound,
} from '../../../../../../lambdas/shared/clients/roster/roster-client.ts';
import { dueShardOf, dueShards, shardCount } from '../../../../../../lambdas/shared/clients/roster/shards.ts';
import { anEntry, idOf, idsTo, nowMs } from '../../../../builders.ts';

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
  const rounds = async (): Promise<DueRound[]> => {
    const found: DueRound[] = [];
    for await (const round of roster.due(nowMs, 1000)) found.push(round);
    return found;
  };
  interface Asked {
    readonly ExpressionAttributeValues: { readonly ':shard': { readonly S: string } };
    readonly ExclusiveStartKey?: { readonly instanceId: { readonly S: string } };
  }
  const keyOf = (instanceId: string) => marshall({ instanceId });

  it('asks every shard of the index for what is due by then, with its part of the limit each', async () => {
    dynamodb.on(QueryCommand).resolves({});
    expect(await rounds()).toEqual([]);
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

  it('gives the entries of all shards in one round', async () => {
    dynamodb.on(QueryCommand).callsFake((input: Asked) => {
      const shard = input.ExpressionAttributeValues[':shard'].S;
      return {
        Items: idsTo(40)
          .filter((instanceId) => dueShardOf(instanceId) === shard)
          .map(itemOf),
      };
    });
    const [round, ...others] = await rounds();
    expect([...(round?.entries.keys() ?? [])].toSorted()).toEqual(idsTo(40));
    expect(round?.entries.get(idOf(7))).toEqual(anEntry({ instanceId: idOf(7) }));
    expect(others).toEqual([]);
  });

  it('goes on from where each shard stopped, so that what stays due hides nothing', async () => {
    dynamodb.on(QueryCommand).callsFake((input: Asked) => {
      if (input.ExpressionAttributeValues[':shard'].S !== dueShards[1]) return {};
      const after = input.ExclusiveStartKey?.instanceId.S;
      if (after === undefined) return { Items: [itemOf(idOf(1))], LastEvaluatedKey: keyOf(idOf(1)) };
      return after === idOf(1)
        ? { Items: [], LastEvaluatedKey: keyOf(idOf(2)) }
        : { Items: [itemOf(idOf(3))] };
    });
    expect((await rounds()).map(({ entries }) => [...entries.keys()])).toEqual([[idOf(1)], [idOf(3)]]);
    expect(queries()).toHaveLength(shardCount + 2);
  });

  it('reads no further than it is asked to', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [itemOf(idOf(1))], LastEvaluatedKey: keyOf(idOf(1)) });
    for await (const { entries } of roster.due(nowMs, 1000)) {
      expect(entries.size).toBe(1);
      break;
    }
    expect(queries()).toHaveLength(shardCount);
  });

  it('names an entry in an unknown form, and returns its neighbours', async () => {
    const foreign = marshall({ ...anEntry(), status: 'of-another-version' });
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [foreign, itemOf(idOf(2))] })
      .resolves({});
    const [round] = await rounds();
    expect(round?.unreadableIds).toEqual([anEntry().instanceId]);
    expect([...(round?.entries.keys() ?? [])]).toEqual([idOf(2)]);
  });

  it('fails when a shard does not answer: what is due there must not be missed', async () => {
    dynamodb.on(QueryCommand).resolvesOnce({}).rejects(new Error('ThrottlingException'));
    await expect(rounds()).rejects.toThrow('ThrottlingException');
  });
});

describe('survey', () => {
  it('lets DynamoDB leave out what was terminated before, and all but the standing', async () => {
    dynamodb.on(ScanCommand).resolves({});
    await roster.survey(nowMs);
    const { input } = dynamodb.commandCalls(ScanCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({
      FilterExpression: '#status <> :gone OR #reason <> :terminated OR #changedAt >= :since',
      ProjectionExpression:
        'instanceId,#status,#reason,#launchedAt,#changedAt,#profile,#configuration,#onboardedAt,#drift',
      ExpressionAttributeValues: marshall({ ':gone': 'gone', ':terminated': 'Terminated', ':since': nowMs }),
    });
  });

  it('reads the whole table, page by page, even after an empty page', async () => {
    const pages = [
      { Items: [itemOf(idOf(1))], LastEvaluatedKey: marshall({ instanceId: 'a' }) },
      { Items: [], LastEvaluatedKey: marshall({ instanceId: 'b' }) },
      { Items: [itemOf(idOf(2))] },
    ];
    // The SDK's paginator uses one input for all pages, so the key is read at each call.
    const starts: (string | undefined)[] = [];
    dynamodb.on(ScanCommand, { TableName: 'Roster' }).callsFake((input: ScanCommandInput) => {
      starts.push(input.ExclusiveStartKey?.['instanceId']?.S);
      return pages[starts.length - 1];
    });
    const standings = await roster.survey(nowMs);
    expect([...standings]).toEqual(idsTo(2).map((instanceId) => [instanceId, standingOf(instanceId)]));
    expect(starts).toEqual([undefined, 'a', 'b']);
  });

  it('leaves out an entry in an unknown form', async () => {
    const foreign = marshall({ ...anEntry(), status: 'of-another-version' });
    dynamodb.on(ScanCommand).resolves({ Items: [foreign, itemOf(idOf(2))] });
    expect([...(await roster.survey(nowMs)).keys()]).toEqual([idOf(2)]);
  });

  it('does not take a part for the whole', async () => {
    dynamodb
      .on(ScanCommand)
      .resolvesOnce({ Items: [itemOf(idOf(1))], LastEvaluatedKey: marshall({ instanceId: 'a' }) })
      .rejects(new Error('InternalServerError'));
    await expect(roster.survey(nowMs)).rejects.toThrow('InternalServerError');
  });
});

describe('standingsOf', () => {
  it('reads the standing of each instance by its key, a hundred a call, and asks again for what is left', async () => {
    const ids = idsTo(150);
    const left = { Roster: { Keys: [marshall({ instanceId: idOf(1) })] } };
    dynamodb.on(BatchGetItemCommand).callsFake(({ RequestItems: { Roster } }) => {
      const asked: string[] = Roster.Keys.map(
        ({ instanceId }: { instanceId: { S: string } }) => instanceId.S,
      );
      const isFirst = asked.length === 100;
      const answered = isFirst ? asked.filter((id) => id !== idOf(1)) : asked;
      return { Responses: { Roster: answered.map(itemOf) }, ...(isFirst ? { UnprocessedKeys: left } : {}) };
    });
    const standings = await roster.standingsOf(ids);
    expect([...standings.keys()].sort()).toEqual([...ids].sort());
    expect(standings.get(idOf(1))).toEqual(standingOf(idOf(1)));
    const requests = dynamodb
      .commandCalls(BatchGetItemCommand)
      .map(({ args: [{ input }] }) => input.RequestItems?.['Roster']);
    expect(requests.map((request) => request?.Keys?.length)).toEqual([100, 50, 1]);
    expect(requests[0]).toMatchObject({
      ProjectionExpression:
        'instanceId,#status,#reason,#launchedAt,#changedAt,#profile,#configuration,#onboardedAt,#drift',
    });
    expect(requests[0]?.ConsistentRead).toBeUndefined();
  });

  it('leaves out what has no entry, or one in an unknown form', async () => {
    const foreign = marshall({ ...anEntry(), status: 'of-another-version' });
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [foreign, itemOf(idOf(2))] } });
    expect([...(await roster.standingsOf(idsTo(3))).keys()]).toEqual([idOf(2)]);
  });
});
