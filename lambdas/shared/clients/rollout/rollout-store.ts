import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chunk } from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import type { Member } from '../../domain/rollout/member.ts';
import type { RolloutPlan, RolloutProgress } from '../../domain/rollout/rollout-state.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { keyOfRollout, keysOfMembers, type Rollout, readMembers, readRollout } from './rollout-item.ts';

/** The roll-outs that are in the table of the roster, for who advances them. */
export interface RolloutStore {
  /**
   * Takes a roll-out in hand until `leaseUntil`. `InHand` when another call has it, or when it is not there; `Unreadable`
   * when another version of Muster wrote it in another form.
   */
  take(rolloutId: string, nowMs: number, leaseUntil: number): Promise<Rollout | 'InHand' | 'Unreadable'>;
  /** A roll-out as it is now; `Unreadable` as for `take`. */
  find(rolloutId: string): Promise<Rollout | 'Unreadable' | undefined>;
  /** The members of the waves up to one, in the order of the plan. @throws Error when one of them cannot be read. */
  members(plan: RolloutPlan, lastWave: number): Promise<readonly Member[]>;
  /**
   * Writes the progress of a roll-out that was taken, and lets it go. It is due at `dueAt`, or never more. False, and nothing
   * is written, when a person has asked for something meanwhile, or the lease was lost. The next step then follows from
   * the roster.
   */
  letGo(taken: Rollout, progress: RolloutProgress, dueAt: number | undefined): Promise<boolean>;
}

/** How often to ask for members that DynamoDB left unanswered. */
const readAttemptsMax = 5;

export function createRolloutStore(TableName: string, client = connect(DynamoDBClient)): RolloutStore {
  const keyOf = (rolloutId: string) => marshall({ [rosterKeys.partitionKey]: keyOfRollout(rolloutId) });
  return {
    async take(rolloutId, nowMs, leaseUntil) {
      const taken = await ifUnchanged(() =>
        client.send(
          new UpdateItemCommand({
            ...{ TableName, Key: keyOf(rolloutId), ReturnValues: 'ALL_NEW' },
            UpdateExpression: 'SET #lease = :lease',
            ConditionExpression:
              'attribute_exists(#plan) AND (attribute_not_exists(#lease) OR #lease < :now)',
            ExpressionAttributeNames: { '#plan': 'plan', '#lease': 'leaseUntil' },
            ExpressionAttributeValues: marshall({ ':lease': leaseUntil, ':now': nowMs }),
          }),
        ),
      );
      return taken?.Attributes === undefined ? 'InHand' : (readRollout(taken.Attributes) ?? 'Unreadable');
    },
    async find(rolloutId) {
      const query = { TableName, Key: keyOf(rolloutId), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(query));
      return Item === undefined ? undefined : (readRollout(Item) ?? 'Unreadable');
    },
    async members(plan, lastWave) {
      const keys = keysOfMembers(plan, lastWave);
      const slices = chunk(keys, limits.keysPerBatchGetMax);
      const items = await mapConcurrently(slices, callsAtOnce, (some) => readAll(client, TableName, some));
      // DynamoDB answers in any order.
      const byKey = new Map(items.flat().map((item) => [item[rosterKeys.partitionKey]?.S, item]));
      const members = keys.flatMap((key) => readMembers(byKey.get(key) ?? {}));
      const expected = plan.waveSizes.slice(0, lastWave + 1).reduce((sum, size) => sum + size, 0);
      if (members.length !== expected)
        throw new Error(`${members.length} of ${expected} members of ${plan.rolloutId} can be read.`);
      return members;
    },
    async letGo({ plan, wish, leaseUntil = 0 }, progress, dueAt) {
      const Key = keyOf(plan.rolloutId);
      const isSameWish = wish === undefined ? 'attribute_not_exists(#wish)' : '#wish = :wish';
      const isOver = dueAt === undefined;
      const written = await ifUnchanged(() =>
        client.send(
          new UpdateItemCommand({
            ...{ TableName, Key, ConditionExpression: `#lease = :lease AND ${isSameWish}` },
            UpdateExpression: isOver
              ? 'SET #progress = :progress REMOVE #lease, #wish, #due, #shard'
              : 'SET #progress = :progress, #due = :due REMOVE #lease, #wish',
            ExpressionAttributeNames: {
              ...{ '#progress': 'progress', '#lease': 'leaseUntil', '#wish': 'wish' },
              '#due': rosterKeys.dueSortKey,
              ...(isOver ? { '#shard': rosterKeys.duePartitionKey } : {}),
            },
            ExpressionAttributeValues: marshall(
              { ':progress': JSON.stringify(progress), ':lease': leaseUntil, ':due': dueAt, ':wish': wish },
              { removeUndefinedValues: true },
            ),
          }),
        ),
      );
      if (written !== undefined) return true;
      const release = { UpdateExpression: 'REMOVE #lease', ConditionExpression: '#lease = :lease' };
      const names = { ExpressionAttributeNames: { '#lease': 'leaseUntil' } };
      const values = { ExpressionAttributeValues: marshall({ ':lease': leaseUntil }) };
      await ifUnchanged(() =>
        client.send(new UpdateItemCommand({ TableName, Key, ...release, ...names, ...values })),
      );
      return false;
    },
  };
}

async function readAll(
  client: DynamoDBClient,
  table: string,
  keys: readonly string[],
): Promise<Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  let open = keys.map((key) => marshall({ [rosterKeys.partitionKey]: key }));
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === readAttemptsMax) throw new Error(`DynamoDB left ${open.length} keys of ${table} unread.`);
    const request = { [table]: { Keys: open, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }));
    found.push(...(answer.Responses?.[table] ?? []));
    open = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

/** The answer of a conditional write; undefined when its condition did not hold. */
function ifUnchanged<Answer>(write: () => Promise<Answer>): Promise<Answer | undefined> {
  return unless(['ConditionalCheckFailedException'], write);
}
