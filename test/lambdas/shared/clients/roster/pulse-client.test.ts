import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createPulseStore } from '../../../../../lambdas/shared/clients/roster/pulse-client.ts';
import { nowMs } from '../../../builders.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const store = createPulseStore('Roster');
const pulse = { tableId: 'table-1', atMs: nowMs, firstAtMs: 5 };

it('the pulse is read consistently, with the table that it is in', async () => {
  const Table = { TableId: 'table-2', CreationDateTime: new Date(7), TableSizeBytes: 4711 };
  dynamodb.on(DescribeTableCommand).resolves({ Table });
  const launchVersions = { rolloutId: 'r1', versions: { A: '1' } };
  const gap = { gapFromMs: 1, gapUntilMs: 2, launchVersions, proposedVersions: new Set(['A:1']) };
  dynamodb.on(GetItemCommand).resolves({ Item: marshall({ instanceId: '#pulse', ...pulse, ...gap }) });
  expect(await store.read()).toEqual({
    tableId: 'table-2',
    createdAtMs: 7,
    bytes: 4711,
    pulse: { ...pulse, gap: { fromMs: 1, untilMs: 2 } },
    launchVersions,
    proposed: new Set(['A:1']),
  });
  const [get] = dynamodb.commandCalls(GetItemCommand);
  expect(get?.args[0].input).toMatchObject({ Key: { instanceId: { S: '#pulse' } }, ConsistentRead: true });
});

it('a table has no pulse when there is none, or when it is none', async () => {
  dynamodb.on(DescribeTableCommand).resolves({ Table: { TableId: 'table-1' } });
  for (const Item of [undefined, marshall({ instanceId: '#pulse', atMs: 'x' })]) {
    dynamodb.on(GetItemCommand).resolves(Item === undefined ? {} : { Item });
    expect((await store.read()).pulse).toBeUndefined();
  }
});

it('a table of which DynamoDB does not tell which it is, is no answer', async () => {
  dynamodb.on(DescribeTableCommand).resolves({});
  dynamodb.on(GetItemCommand).resolves({});
  await expect(store.read()).rejects.toThrow('does not tell which table');
});

it('a pulse without a gap takes an earlier gap away', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.write(pulse);
  await store.write({ ...pulse, gap: { fromMs: 1, untilMs: 2 } });
  const expressions = dynamodb
    .commandCalls(UpdateItemCommand)
    .map(({ args }) => args[0].input.UpdateExpression);
  expect(expressions).toEqual([
    'SET #tableId = :tableId, #atMs = :atMs, #firstAtMs = :firstAtMs REMOVE #gapFromMs, #gapUntilMs',
    'SET #tableId = :tableId, #atMs = :atMs, #firstAtMs = :firstAtMs, #gapFromMs = :gapFromMs, #gapUntilMs = :gapUntilMs',
  ]);
});

it('the changes are those of all pages, and none in an empty table', async () => {
  const page = (...times: number[]) => times.map((changedAt) => marshall({ changedAt }));
  dynamodb
    .on(ScanCommand)
    .resolvesOnce({ Items: page(5, 3), LastEvaluatedKey: marshall({ instanceId: 'i' }) })
    .resolvesOnce({ Items: [...page(9), marshall({ instanceId: '#pulse' })] })
    .resolves({ Items: [] });
  expect(await store.readChanges()).toEqual({ firstMs: 3, latestMs: 9 });
  expect(await store.readChanges()).toBeUndefined();
});
