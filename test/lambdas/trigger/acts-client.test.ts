import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createActs } from '../../../lambdas/trigger/acts-client.ts';
import { nowMs } from '../builders.ts';

const mock = mockClient(DynamoDBClient);
beforeEach(() => mock.reset());
afterAll(() => mock.restore());

const place = { key: 'patch i-1 2026-11-21', nodeId: 'i-1', max: 3 };
const note = () => createActs('Acts').note(place, 'event-1', nowMs);

it('an act is noted under its trigger, node and day, and is forgotten after two days', async () => {
  mock.on(UpdateItemCommand).resolves({});
  expect(await note()).toBe(true);
  expect(mock.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    TableName: 'Acts',
    Key: { act: { S: place.key } },
    ConditionExpression: 'attribute_not_exists(#events) OR contains(#events, :one) OR size(#events) < :max',
    ExpressionAttributeValues: {
      ':one': { S: 'event-1' },
      ':max': { N: '3' },
      ':expiresAt': { N: String(nowMs / 1000 + 2 * 24 * 60 * 60) },
    },
  });
});

it('is not noted when the day has as many as it may', async () => {
  mock.on(UpdateItemCommand).rejects(new ConditionalCheckFailedException({ message: 'm', $metadata: {} }));
  expect(await note()).toBe(false);
});

it('fails when the table does not answer', async () => {
  mock.on(UpdateItemCommand).rejects(new Error('down'));
  await expect(note()).rejects.toThrow('down');
});
