import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueShardOf,
  dueShards,
  isPastHorizon,
  nextCauseLookAtMs,
  nextLookAtMs,
  problemShardOf,
  retryAtMs,
  shardCount,
} from '../../../../../lambdas/shared/domain/roster/due.ts';
import { hourMs, idsTo, lookTimes, minuteMs, nowMs } from '../../../builders.ts';

it('a cause is looked for again after a day', () => {
  expect(nextCauseLookAtMs(nowMs)).toBe(nowMs + 24 * hourMs);
});

describe('nextLookAtMs', () => {
  it.each([
    ['when it has just been seen', 0],
    ['in the last minute of the first half hour', 29],
    ['before it was seen, by a clock that is off', -3],
  ])('is for the next recheck %s, and not for the one that asks', (_name, minutesSince) => {
    expect(nextLookAtMs(lookTimes, nowMs - minutesSince * minuteMs, nowMs)).toBe(nowMs + 1);
  });

  it.each([30, 120])(
    'after %i minutes is a step away, less the minute that a schedule may be early',
    (minutes) => {
      expect(nextLookAtMs(lookTimes, nowMs - minutes * minuteMs, nowMs)).toBe(nowMs + 14 * minuteMs);
    },
  );

  it('takes its times from the settings', () => {
    const times = { ...lookTimes, earlySeconds: 60, lateStepSeconds: 100 };
    expect(nextLookAtMs(times, nowMs - 59_999, nowMs)).toBe(nowMs + 1);
    expect(nextLookAtMs(times, nowMs - 60_000, nowMs)).toBe(nowMs + 40_000);
  });

  it('is after now, however short the step', () => {
    expect(nextLookAtMs({ ...lookTimes, lateStepSeconds: 60 }, nowMs - hourMs, nowMs)).toBe(nowMs + 1);
  });
});

it('the horizon is reached after its seconds, and not a moment before', () => {
  expect(isPastHorizon(lookTimes, nowMs - 2 * hourMs + 1, nowMs)).toBe(false);
  expect(isPastHorizon(lookTimes, nowMs - 2 * hourMs, nowMs)).toBe(true);
  expect(isPastHorizon({ ...lookTimes, horizonSeconds: 1 }, nowMs - 1000, nowMs)).toBe(true);
});

it.each([
  [1, 5],
  [2, 10],
  [3, 20],
  [4, 40],
  [5, 60],
  [6, 60],
  [40, 60],
])(
  'after %i commands that failed for a passing reason the next is sent %i minutes later',
  (attempts, minutes) => {
    expect(retryAtMs(attempts, nowMs)).toBe(nowMs + minutes * minuteMs);
  },
);

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
