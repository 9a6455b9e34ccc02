import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createErrandOrders } from '../../../../../lambdas/shared/clients/rollout/errand-orders.ts';
import { itemOfRollout } from '../../../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { beginProgress } from '../../../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { aPlan } from '../../domain/rollout/rollout-fixtures.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const order = { document: 'Acme-Rotate', documentVersion: '1', parameters: { Mode: ['soft'] } };
const orders = createErrandOrders('Roster');

it('what a roll-out sends is read from its plan', async () => {
  const Item = itemOfRollout(aPlan({ errand: order, versions: {} }), beginProgress());
  dynamodb.on(GetItemCommand).resolves({ Item });
  expect(await orders.find('r1')).toEqual(order);
  expect(dynamodb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({
    ...{ TableName: 'Roster', Key: { instanceId: { S: '#rollout/r1' } } },
    ConsistentRead: true,
  });
});

it.each([
  ['is not there', undefined],
  ['sends no errand', itemOfRollout(aPlan(), beginProgress())],
  [
    'is in another form',
    { plan: { S: JSON.stringify({ errand: { ...order, parameters: { Mode: 'soft' } } }) } },
  ],
  ['cannot be read', { plan: { S: '{' } }],
])('a roll-out that %s sends none', async (_, Item) => {
  dynamodb.on(GetItemCommand).resolves(Item === undefined ? {} : { Item });
  expect(await orders.find('r1')).toBeUndefined();
});
