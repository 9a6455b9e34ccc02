import { type Amount, countOf } from './caps.ts';
import type { Member } from './member.ts';

/** Who is put into waves. A canary is in the first one. */
export interface Candidate extends Omit<Member, 'wave'> {
  readonly isCanary?: boolean;
}

/**
 * Puts everybody into waves: `['1', '5%', '25%', '100%']` is how many are through after each. Within a wave, instances of
 * one zone and group are as far apart as they can be.
 */
export function planWaves(candidates: readonly Candidate[], through: readonly Amount[]): readonly Member[] {
  const canaries = candidates.filter(({ isCanary }) => isCanary === true);
  const others = candidates.filter(({ isCanary }) => isCanary !== true);
  const order = [...spread(canaries), ...spread(others)];
  const ends: number[] = [];
  for (const amount of through) {
    const isFirst = ends.length === 0;
    const wanted = Math.max(countOf(amount, order.length), isFirst ? canaries.length : 0);
    ends.push(Math.min(order.length, Math.max(wanted, ends.at(-1) ?? 0)));
  }
  const waves = [...new Set(ends)].filter((end) => end > 0);
  if ((waves.at(-1) ?? 0) < order.length) waves.push(order.length);
  return order.map(({ instanceId, zone, group }, index) => ({
    ...{ instanceId, zone, wave: waves.findIndex((end) => index < end) },
    ...(group === undefined ? {} : { group }),
  }));
}

/** How many members each wave has. */
export function sizesOf(members: readonly Member[]): readonly number[] {
  const sizes: number[] = [];
  for (const { wave } of members) sizes[wave] = (sizes[wave] ?? 0) + 1;
  return sizes;
}

/** One of each group and zone after the other, so that neighbours in the list are not neighbours in the fleet. */
function spread(candidates: readonly Candidate[]): readonly Candidate[] {
  const byGroup = groupBy(candidates, ({ group = '', zone }) => `${group} ${zone}`);
  const byZone = groupBy([...byGroup.values()], ([first]) => first?.zone ?? '');
  return interleave([...byZone.values()].map((groups) => interleave(groups)));
}

function interleave<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => turn);
  return turns.flatMap((turn) => lists.flatMap((list) => list.slice(turn, turn + 1)));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
