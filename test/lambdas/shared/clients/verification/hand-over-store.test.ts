import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createHandOverStore } from '../../../../../lambdas/shared/clients/verification/hand-over-store.ts';
import { type Turn, writeTurn } from '../../../../../lambdas/shared/domain/verification/turn.ts';
import { hourMs, idOf, nowMs } from '../../../builders.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const store = createHandOverStore('Roster');
const turn: Turn = { turnId: '1-2/0', handedOverMs: nowMs, openIds: [idOf(1)], sent: [] };
const refused = new ConditionalCheckFailedException({ message: '', $metadata: {} });

it('a turn is an item that is due, and that DynamoDB deletes two days later', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.put(turn, nowMs + 7);
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { instanceId: { S: '#turn/1-2/0' } },
    ConditionExpression: 'attribute_not_exists(#turn)',
    ExpressionAttributeValues: {
      ':turn': { S: writeTurn(turn) },
      ':shard': { S: expect.stringMatching(/^due-/) },
      ':due': { N: String(nowMs + 7) },
      ':expiry': { N: String((nowMs + 48 * hourMs) / 1000) },
    },
  });
});

it('the time until which it was handed over is an attribute of the pulse, and never goes back', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.noteUntil(nowMs);
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { instanceId: { S: '#pulse' } },
    ConditionExpression: 'attribute_not_exists(#until) OR #until < :until',
    ExpressionAttributeNames: { '#until': 'verifiedUntilMs' },
  });
});

it('what another call has written is left, and every other error is thrown', async () => {
  dynamodb.on(UpdateItemCommand).rejects(refused);
  await store.put(turn, nowMs);
  await store.noteUntil(nowMs);
  dynamodb.on(UpdateItemCommand).rejects(new Error('InternalServerError'));
  await expect(store.put(turn, nowMs)).rejects.toThrow('InternalServerError');
  await expect(store.noteUntil(nowMs)).rejects.toThrow('InternalServerError');
});
