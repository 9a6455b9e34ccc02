import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { turnIdOf } from '../../../../../lambdas/shared/clients/verification/turn-item.ts';
import { createTurnStore } from '../../../../../lambdas/shared/clients/verification/turn-store.ts';
import { type Turn, writeTurn } from '../../../../../lambdas/shared/domain/verification/turn.ts';
import { idOf, nowMs } from '../../../builders.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const store = createTurnStore('Roster');
const turn: Turn = { turnId: '1-2/0', handedOverMs: nowMs, openIds: [idOf(1)], sent: [] };
const inputs = () => dynamodb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => input);
const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });

it('a turn is taken under a lease, and read', async () => {
  dynamodb.on(UpdateItemCommand).resolves({ Attributes: { turn: { S: writeTurn(turn) } } });
  expect(await store.take('1-2/0', nowMs, nowMs + 9)).toEqual({ turn, leaseUntil: nowMs + 9 });
  expect(inputs()[0]).toMatchObject({
    Key: { instanceId: { S: '#turn/1-2/0' } },
    ExpressionAttributeValues: { ':lease': { N: String(nowMs + 9) }, ':now': { N: String(nowMs) } },
  });
});

it('one that another call has in hand is left to it', async () => {
  dynamodb.on(UpdateItemCommand).rejects(refused);
  expect(await store.take('1-2/0', nowMs, nowMs + 9)).toBe('InHand');
});

it('one of another form is due no more', async () => {
  dynamodb.on(UpdateItemCommand).resolves({ Attributes: { turn: { S: '{}' } } });
  expect(await store.take('1-2/0', nowMs, nowMs + 9)).toBe('Unreadable');
  expect(inputs()[1]?.UpdateExpression).toBe('SET #turn = :turn REMOVE #lease, #due, #shard');
});

it('it is let go with the time of its next step, or for good', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.letGo({ turn, leaseUntil: 5 }, turn, nowMs);
  await store.letGo({ turn, leaseUntil: 5 }, { ...turn, openIds: [] }, undefined);
  expect(inputs().map(({ UpdateExpression }) => UpdateExpression)).toEqual([
    'SET #turn = :turn, #due = :due REMOVE #lease',
    'SET #turn = :turn REMOVE #lease, #due, #shard',
  ]);
  dynamodb.on(UpdateItemCommand).rejects(refused);
  await expect(store.letGo({ turn, leaseUntil: 5 }, turn, nowMs)).resolves.toBeUndefined();
  dynamodb.on(UpdateItemCommand).rejects(new Error('InternalServerError'));
  await expect(store.letGo({ turn, leaseUntil: 5 }, turn, nowMs)).rejects.toThrow('InternalServerError');
});

it('the key tells a turn from an instance', () => {
  expect([turnIdOf('#turn/1-2/0'), turnIdOf(idOf(1)), turnIdOf('#rollout/r1')]).toEqual([
    '1-2/0',
    undefined,
    undefined,
  ]);
});
