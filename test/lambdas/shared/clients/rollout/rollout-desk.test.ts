import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sdkSettings } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import { createRolloutDesk } from '../../../../../lambdas/shared/clients/rollout/rollout-desk.ts';
import { createRolloutStore } from '../../../../../lambdas/shared/clients/rollout/rollout-store.ts';
import type { Member } from '../../../../../lambdas/shared/domain/rollout/member.ts';
import { idsTo } from '../../../builders.ts';
import { aPlan } from '../../domain/rollout/rollout-fixtures.ts';

const TableName = 'Roster';
const plan = aPlan({ waveSizes: [1, 2, 2] });
const members = idsTo(5).map(
  (instanceId, index): Member => ({ instanceId, zone: 'a', wave: Math.ceil(index / 2) }),
);

/** The writes of a start, in their order: the members of three waves, the list, the roll-out. */
const writes = ['PutItem', 'PutItem', 'PutItem', 'UpdateItem', 'PutItem'];

class Death extends Error {}

/** A table, and desks that work on it. */
function aTable() {
  const { cloud } = newCloud();
  cloud.dynamodb.declareTable(
    {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'instanceId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'instanceId', AttributeType: 'S' }],
    },
    {
      tableName: TableName,
      arn: `arn:aws:dynamodb:${cloud.region}:${cloud.accountId}:table/${TableName}`,
    },
  );
  const made: string[] = [];
  /** A desk whose program dies before this write; by default it lives. */
  const desk = (deadlyWrite = Number.POSITIVE_INFINITY) => {
    const client = new DynamoDBClient(sdkSettings(cloud));
    let count = 0;
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          const name = commandName.replace(/Command$/, '');
          if (!writes.includes(name)) return next(args);
          count += 1;
          if (count === deadlyWrite) throw new Death();
          made.push(name);
          return next(args);
        },
      { step: 'initialize' },
    );
    return createRolloutDesk(TableName, client);
  };
  const store = createRolloutStore(TableName, new DynamoDBClient(sdkSettings(cloud)));
  return { desk, store, made };
}

describe('the start of a roll-out', () => {
  it('writes the members first, then the list, and what is due last', async () => {
    const { desk, made } = aTable();
    expect(await desk().start(plan, members)).toBe('Started');
    expect(made).toEqual(writes);
    expect(await desk().start({ ...plan, rolloutId: 'r2' }, members)).toBe('Busy');
  });

  it.each([1, 2, 3, 4, 5])(
    'that dies before its write %i is made again, as if nothing was',
    async (deadly) => {
      const { desk, store } = aTable();
      await expect(desk(deadly).start(plan, members)).rejects.toThrow(Death);
      expect(await desk().list()).toEqual([]);
      expect(await desk().start(plan, members)).toBe('Started');
      expect((await desk().list()).map((rollout) => rollout.plan)).toEqual([plan]);
      expect(await store.members(plan, 2)).toEqual(members);
    },
  );

  it.each([1, 2, 3, 4, 5])(
    'that died before its write %i is in the way of no other roll-out',
    async (deadly) => {
      const { desk, store } = aTable();
      await expect(desk(deadly).start(plan, members)).rejects.toThrow(Death);
      const other = { ...plan, rolloutId: 'r2', waveSizes: [1] };
      expect(await desk().start(other, members.slice(0, 1))).toBe('Started');
      expect((await desk().list()).map((rollout) => rollout.plan)).toEqual([other]);
      expect(await store.members(other, 0)).toEqual(members.slice(0, 1));
    },
  );

  it('of the same id is refused while the first one goes on', async () => {
    const { desk } = aTable();
    await desk().start(plan, members);
    expect(await desk().start(plan, members.slice(0, 1))).toBe('Busy');
  });
});
