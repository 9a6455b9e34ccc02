import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createLaunchVersionsStore } from '../../../../../lambdas/shared/clients/rollout/launch-versions-store.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const store = createLaunchVersionsStore('Roster');
const held = { rolloutId: 'r1', versions: { 'Muster-Linux': '1' } };

it('what launches get is an attribute of the pulse', async () => {
  dynamodb.on(UpdateItemCommand).resolves({});
  await store.hold(held);
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { instanceId: { S: '#pulse' } },
    ExpressionAttributeNames: { '#held': 'launchVersions' },
    ExpressionAttributeValues: marshall({ ':held': held }),
  });
});

it('a roll-out takes away its own alone', async () => {
  const isOfAnother = new ConditionalCheckFailedException({ $metadata: {}, message: '' });
  dynamodb.on(UpdateItemCommand).rejects(isOfAnother);
  await store.release('r1');
  expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    UpdateExpression: 'REMOVE #held',
    ConditionExpression: '#held.#id = :id',
    ExpressionAttributeValues: { ':id': { S: 'r1' } },
  });
});
