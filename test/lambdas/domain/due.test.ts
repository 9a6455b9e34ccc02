import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueShardCount, dueShardOf, nextLookAtMs } from '../../../lambdas/domain/due.ts';
import { idsTo, minuteMs, nowMs } from '../builders.ts';

describe('nextLookAtMs', () => {
  it.each([
    ['at once', 0, 5],
    ['in the last minute of the first half hour', 29, 5],
    ['after half an hour', 30, 15],
    ['after two hours', 120, 15],
    ['before it was seen, by a clock that is off', -3, 5],
  ])('looks again %s in the right step', (_name, minutesSince, stepMinutes) => {
    const firstSeenAtMs = nowMs - minutesSince * minuteMs;
    expect(nextLookAtMs(firstSeenAtMs, nowMs)).toBe(nowMs + stepMinutes * minuteMs);
  });
});

describe('dueShardOf', () => {
  it('gives an instance the same shard at every look, and it is one of the sixteen', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const shard = dueShardOf(id);
        expect(dueShardOf(id)).toBe(shard);
        expect(shard).toMatch(/^due-(0\d|1[0-5])$/);
      }),
    );
  });

  it('spreads instances over all shards, none with more than twice its part', () => {
    const counts = new Map<string, number>();
    for (const id of idsTo(1600)) counts.set(dueShardOf(id), (counts.get(dueShardOf(id)) ?? 0) + 1);
    expect(counts.size).toBe(dueShardCount);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(200);
  });
});
