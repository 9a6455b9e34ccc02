import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunk } from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import type { Member } from '../../domain/rollout/member.ts';
import { beginProgress, isOver, type RolloutPlan, type Wish } from '../../domain/rollout/rollout-state.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { unless } from '../expected-errors.ts';
import { dueShardOf } from '../roster/shards.ts';
import {
  itemOfRollout,
  itemsOfMembers,
  keyOfRollout,
  longAgoMs,
  type Rollout,
  readRollout,
} from './rollout-item.ts';

/** What people do with roll-outs. */
export interface RolloutDesk {
  /** All roll-outs that were ever started, the latest first. */
  list(): Promise<readonly Rollout[]>;
  /**
   * Starts a roll-out. It takes its first step at the next recheck. One is under way at a time: `Busy` when another one
   * is, or when another person starts one at this moment.
   */
  start(plan: RolloutPlan, members: readonly Member[]): Promise<'Started' | 'Busy'>;
  /** Asks something of a roll-out. It obeys at the next recheck. `Over`: it takes up nobody any more. */
  steer(rolloutId: string, wish: Wish, by: string): Promise<'Asked' | 'Over' | 'Unknown'>;
}

/** The roll-outs in the table of the roster, for people. */
export function createRolloutDesk(TableName: string, client: DynamoDBClient): RolloutDesk {
  const listKey = marshall({ [rosterKeys.partitionKey]: rosterKeys.rolloutList });
  const idsOf = async (): Promise<readonly string[]> => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: listKey, ConsistentRead: true }));
    const { ids } = Item === undefined ? { ids: '' } : unmarshall(Item);
    return typeof ids === 'string' && ids !== '' ? ids.split(' ') : [];
  };
  const read = async (ids: readonly string[]): Promise<readonly Rollout[]> => {
    const slices = chunk(ids, limits.keysPerBatchGetMax);
    const found: Rollout[] = [];
    for (const slice of slices) {
      const Keys = slice.map((id) => marshall({ [rosterKeys.partitionKey]: keyOfRollout(id) }));
      const { Responses } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[TableName] ?? []).flatMap((item) => readRollout(item) ?? []));
    }
    return found.toSorted((a, b) => b.plan.startedAt - a.plan.startedAt);
  };
  return {
    list: async () => read(await idsOf()),
    async start(plan, members) {
      const ids = await idsOf();
      const others = await read(ids);
      if (others.some(({ progress }) => !isOver(progress))) return 'Busy';
      for (const Item of itemsOfMembers(plan.rolloutId, members))
        await client.send(new PutItemCommand({ TableName, Item }));
      // Whoever writes the list first has started. The list names a roll-out before it is due.
      const isFirst = await unless(['ConditionalCheckFailedException'], () =>
        client.send(
          new UpdateItemCommand({
            ...{ TableName, Key: listKey, UpdateExpression: 'SET #ids = :next' },
            ConditionExpression: ids.length === 0 ? 'attribute_not_exists(#ids)' : '#ids = :seen',
            ExpressionAttributeNames: { '#ids': 'ids' },
            ExpressionAttributeValues: marshall({
              // A start that died half-way may have left this id in the list.
              ':next': [...new Set([plan.rolloutId, ...ids])].slice(0, keptMax).join(' '),
              ...(ids.length === 0 ? {} : { ':seen': ids.join(' ') }),
            }),
          }),
        ),
      );
      if (isFirst === undefined) return 'Busy';
      const Item = itemOfRollout(plan, beginProgress());
      await client.send(new PutItemCommand({ TableName, Item }));
      return 'Started';
    },
    async steer(rolloutId, wish, by) {
      const [rollout] = await read([rolloutId]);
      if (rollout === undefined) return 'Unknown';
      if (isOver(rollout.progress)) return 'Over';
      const key = keyOfRollout(rolloutId);
      await client.send(
        new UpdateItemCommand({
          ...{ TableName, Key: marshall({ [rosterKeys.partitionKey]: key }) },
          UpdateExpression: 'SET #wish = :wish, #by = :by, #due = :due, #shard = :shard',
          ConditionExpression: 'attribute_exists(#plan)',
          ExpressionAttributeNames: {
            ...{ '#wish': 'wish', '#by': 'wishedBy', '#plan': 'plan' },
            ...{ '#due': rosterKeys.dueSortKey, '#shard': rosterKeys.duePartitionKey },
          },
          ExpressionAttributeValues: marshall({
            ...{ ':wish': wish, ':by': by, ':due': longAgoMs, ':shard': dueShardOf(key) },
          }),
        }),
      );
      return 'Asked';
    },
  };
}

/** How many roll-outs the list names. Earlier ones are forgotten. */
const keptMax = 50;
