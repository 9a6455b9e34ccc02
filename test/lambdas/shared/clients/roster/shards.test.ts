import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueShardOf,
  dueShards,
  problemShardOf,
  shardCount,
} from '../../../../../lambdas/shared/clients/roster/shards.ts';
import { idsTo } from '../../../builders.ts';

describe.each([
  ['due entries', 'due', dueShardOf],
  ['problems', 'problem', problemShardOf],
])('the shards of %s', (_name, index, shardOf) => {
  const names = Array.from({ length: shardCount }, (_, shard) => `${index}-0${shard}`);

  it('are the same for an instance at every look', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(shardOf(id)).toBe(shardOf(id));
        expect(names).toContain(shardOf(id));
      }),
    );
  });

  it('have all their part of the instances, none more than twice its part', () => {
    const counts = new Map<string, number>();
    for (const id of idsTo(1600)) counts.set(shardOf(id), (counts.get(shardOf(id)) ?? 0) + 1);
    expect([...counts.keys()].toSorted()).toEqual(names);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual((2 * 1600) / shardCount);
  });
});

it('whoever reads all shards of due entries reads every entry', () => {
  const shards = new Set(idsTo(1600).map(dueShardOf));
  expect([...shards].toSorted()).toEqual(dueShards);
});
