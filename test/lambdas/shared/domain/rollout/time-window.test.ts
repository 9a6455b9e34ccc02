import { describe, expect, it } from 'vitest';
import { isInWindow, type TimeWindow } from '../../../../../lambdas/shared/domain/rollout/time-window.ts';

/** 2026-01-02 is a Friday. */
const at = (iso: string) => Date.parse(`2026-01-0${iso}:00Z`);
const berlin = { timeZone: 'Europe/Berlin' };

describe('a window', () => {
  const night: TimeWindow = { days: ['fri'], from: '22:00', until: '04:00', ...berlin };
  it.each([
    ['2T20:59', false],
    ['2T21:00', true],
    ['3T02:59', true],
    ['3T03:00', false],
    ['3T21:30', false],
    ['1T21:30', false],
  ])('over midnight belongs to the day on which it begins: %s is in it: %s', (time, isIn) => {
    expect(isInWindow([night], at(time))).toBe(isIn);
  });

  it.each([
    ['2T08:00', true],
    ['2T15:59', true],
    ['2T16:00', false],
    ['3T08:00', false],
  ])('of a day: %s is in it: %s', (time, isIn) => {
    expect(isInWindow([{ days: ['fri'], from: '09:00', until: '17:00', ...berlin }], at(time))).toBe(isIn);
  });

  it('follows the clocks of its time zone in summer', () => {
    const window: TimeWindow = { days: ['fri'], from: '09:00', until: '10:00', ...berlin };
    expect(isInWindow([window], Date.parse('2026-07-03T07:30:00Z'))).toBe(true);
    expect(isInWindow([window], Date.parse('2026-07-03T08:30:00Z'))).toBe(false);
  });

  it('from a time to the same time is a whole day', () => {
    const day: TimeWindow = { days: ['fri'], from: '00:00', until: '00:00', timeZone: 'UTC' };
    expect(isInWindow([day], at('2T12:00'))).toBe(true);
    expect(isInWindow([day], at('3T12:00'))).toBe(false);
  });

  it('is one of several, and without any it is always', () => {
    expect(isInWindow([], at('2T12:00'))).toBe(true);
    const others = (['sat', 'sun'] as const).map(
      (day): TimeWindow => ({ days: [day], from: '00:00', until: '12:00', timeZone: 'UTC' }),
    );
    expect(isInWindow(others, at('4T06:00'))).toBe(true);
  });
});
