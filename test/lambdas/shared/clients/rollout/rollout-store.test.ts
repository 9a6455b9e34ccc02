import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { itemsOfMembers } from '../../../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { createRolloutStore } from '../../../../../lambdas/shared/clients/rollout/rollout-store.ts';
import type { Member } from '../../../../../lambdas/shared/domain/rollout/member.ts';
import { idsTo } from '../../../builders.ts';
import { aPlan } from '../../domain/rollout/rollout-fixtures.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

/** The second wave has two items. */
const plan = aPlan({ waveSizes: [1, 2500] });
const members = idsTo(2501).map(
  (instanceId, index): Member => ({ instanceId, zone: 'a', wave: index === 0 ? 0 : 1 }),
);
const items = itemsOfMembers(plan.rolloutId, members);
const answers = (Roster: typeof items) =>
  dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster } });
const store = () => createRolloutStore('Roster');

describe('the members of a roll-out', () => {
  it('come in the order of the plan, whatever the order of the answer', async () => {
    answers(items.toReversed());
    expect(await store().members(plan, 1)).toEqual(members);
  });

  it('are read consistently: the first step may come right after the start', async () => {
    answers(items);
    await store().members(plan, 1);
    const [call] = dynamodb.commandCalls(BatchGetItemCommand);
    expect(call?.args[0].input.RequestItems?.Roster).toMatchObject({ ConsistentRead: true });
  });

  it('fail as a whole when some are missing: a wave without them would be through at once', async () => {
    answers(items.slice(0, 2));
    await expect(store().members(plan, 1)).rejects.toThrow('2001 of 2501 members of r1 can be read.');
  });
});
