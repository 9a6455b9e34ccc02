import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { chunk } from '../../domain/commands/order.ts';
import { isObject } from '../../domain/is-object.ts';
import { parseJson } from '../../domain/parse-json.ts';
import type { Member } from '../../domain/rollout/member.ts';
import { isRolloutReason } from '../../domain/rollout/rollout-reasons.ts';
import {
  type RolloutPlan,
  type RolloutProgress,
  type Wish,
  wishes,
} from '../../domain/rollout/rollout-state.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { dueShardOf } from '../roster/shards.ts';

/** A roll-out as the table has it. */
export interface Rollout {
  readonly plan: RolloutPlan;
  readonly progress: RolloutProgress;
  /** What a person has asked for, and the roll-out has not obeyed yet. */
  readonly wish?: Wish;
  /** The ARN of who asked last. */
  readonly wishedBy?: string;
  readonly leaseUntil?: number;
}

type Item = Record<string, AttributeValue>;

/** The key of a roll-out. */
export function keyOfRollout(rolloutId: string): string {
  return `${rosterKeys.rollouts}${rolloutId}`;
}

/** The id of the roll-out whose item has this key; undefined for every other item. */
export function rolloutIdOf(key: string): string | undefined {
  if (!key.startsWith(rosterKeys.rollouts)) return undefined;
  const rest = key.slice(rosterKeys.rollouts.length);
  return rest.includes('/') ? undefined : rest;
}

/**
 * How many members one item holds. DynamoDB takes 400 KB an item; a member takes some 30 bytes, and up to 160 with a long
 * name of a group.
 */
const membersPerItem = 2000;

/** The keys of the items that hold the members of the waves up to one. */
export function keysOfMembers({ rolloutId, waveSizes }: RolloutPlan, lastWave: number): string[] {
  return waveSizes.slice(0, lastWave + 1).flatMap((size, wave) => {
    const count = Math.ceil(size / membersPerItem);
    return Array.from({ length: count }, (_, part) => `${keyOfRollout(rolloutId)}/${wave}/${part}`);
  });
}

/** A time that has passed by every clock: what is due at it is due at once, also when the clock of an operator is wrong. */
export const longAgoMs = 1;

/** The item of a roll-out that starts. It is due at once. */
export function itemOfRollout(plan: RolloutPlan, progress: RolloutProgress): Item {
  const key = keyOfRollout(plan.rolloutId);
  return marshall({
    [rosterKeys.partitionKey]: key,
    [rosterKeys.duePartitionKey]: dueShardOf(key),
    [rosterKeys.dueSortKey]: longAgoMs,
    plan: JSON.stringify(plan),
    progress: JSON.stringify(progress),
  });
}

/** The items of the members of a roll-out. */
export function itemsOfMembers(rolloutId: string, members: readonly Member[]): Item[] {
  const waves = new Map<number, Member[]>();
  for (const member of members) waves.set(member.wave, [...(waves.get(member.wave) ?? []), member]);
  return [...waves].flatMap(([wave, own]) =>
    chunk(own, membersPerItem).map((some, part) =>
      marshall({
        [rosterKeys.partitionKey]: `${keyOfRollout(rolloutId)}/${wave}/${part}`,
        wave,
        members: JSON.stringify(some.map(({ instanceId, zone, group }) => [instanceId, zone, group ?? ''])),
      }),
    ),
  );
}

/** The members that an item holds. */
export function readMembers(item: Item): Member[] {
  const { wave, members } = unmarshall(item);
  const rows = typeof members === 'string' ? parseJson(members) : undefined;
  if (typeof wave !== 'number' || !Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown): Member[] => {
    if (!Array.isArray(row)) return [];
    const [instanceId, zone, group]: unknown[] = row;
    if (typeof instanceId !== 'string' || typeof zone !== 'string') return [];
    return [{ instanceId, zone, wave, ...(typeof group === 'string' && group !== '' ? { group } : {}) }];
  });
}

/** The roll-out of an item; undefined when another version of Muster wrote it in another form. */
export function readRollout(item: Item): Rollout | undefined {
  const { plan, progress, wish, wishedBy, leaseUntil } = unmarshall(item);
  const read = { plan: jsonOf(plan), progress: jsonOf(progress) };
  if (!isPlan(read.plan) || !isProgress(read.progress)) return undefined;
  const asked = wishes.find((one) => one === wish);
  return {
    ...{ plan: read.plan, progress: read.progress },
    ...(asked === undefined ? {} : { wish: asked }),
    ...(typeof wishedBy === 'string' ? { wishedBy } : {}),
    ...(typeof leaseUntil === 'number' ? { leaseUntil } : {}),
  };
}

function jsonOf(text: unknown): unknown {
  return typeof text === 'string' ? parseJson(text) : undefined;
}

function isPlan(value: unknown): value is RolloutPlan {
  if (!isObject(value)) return false;
  const { rolloutId, versions, previous, waveSizes, gate, caps, windows } = value;
  const isWhole = [versions, previous, gate, caps].every(isObject);
  return typeof rolloutId === 'string' && isWhole && Array.isArray(waveSizes) && Array.isArray(windows);
}

function isProgress(value: unknown): value is RolloutProgress {
  if (!isObject(value)) return false;
  const { status, reason, wave, changedAt, pacedAt, accepted, counts } = value;
  const areNumbers = [wave, changedAt, pacedAt, accepted].every((one) => typeof one === 'number');
  return typeof status === 'string' && isRolloutReason(reason) && areNumbers && isObject(counts);
}
