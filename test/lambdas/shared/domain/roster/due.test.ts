import { describe, expect, it } from 'vitest';
import {
  isPastHorizon,
  nextCauseLookAtMs,
  nextLookAtMs,
  retryAtMs,
} from '../../../../../lambdas/shared/domain/roster/due.ts';
import { hourMs, lookTimes, minuteMs, nowMs } from '../../../builders.ts';

it('a cause is looked for again after a day', () => {
  expect(nextCauseLookAtMs(nowMs)).toBe(nowMs + 24 * hourMs);
});

describe('nextLookAtMs', () => {
  it.each([
    ['when it has just been seen', 0],
    ['in the last minute of the first half hour', 29],
    ['before it was seen, by a clock that is off', -3],
  ])('is for the next recheck %s, and not for the present one', (_name, minutesSince) => {
    expect(nextLookAtMs(lookTimes, nowMs - minutesSince * minuteMs, nowMs)).toBe(nowMs + 1);
  });

  it.each([30, 120])(
    'after %i minutes is one step away, minus the minute by which a schedule may be early',
    (minutes) => {
      expect(nextLookAtMs(lookTimes, nowMs - minutes * minuteMs, nowMs)).toBe(nowMs + 14 * minuteMs);
    },
  );

  it('uses the times of the settings', () => {
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
  'after %i commands that failed for a passing reason, the next is sent %i minutes later',
  (attempts, minutes) => {
    expect(retryAtMs(attempts, nowMs)).toBe(nowMs + minutes * minuteMs);
  },
);
