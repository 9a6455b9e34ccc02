import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createProposedVersionsStore } from '../../../../../lambdas/shared/clients/rollout/proposed-versions-store.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const store = createProposedVersionsStore('Roster');

it('a version is noted once, whoever notes it', async () => {
  const isNoted = new ConditionalCheckFailedException({ $metadata: {}, message: '' });
  dynamodb.on(UpdateItemCommand).resolvesOnce({}).rejects(isNoted);
  expect(await store.note('A:2')).toBe(true);
  expect(await store.note('A:2')).toBe(false);
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { instanceId: { S: '#pulse' } },
    UpdateExpression: 'ADD #versions :some',
    ConditionExpression: 'attribute_not_exists(#versions) OR NOT contains(#versions, :one)',
    ExpressionAttributeValues: { ':some': { SS: ['A:2'] }, ':one': { S: 'A:2' } },
  });
});
