import { describe, expect, it } from 'vitest';
import { meetingFinder, type OpeningTimes } from '../../../../lib/capabilities/patching/window-openings.ts';

const night = { schedule: 'cron(0 2 ? * SUN *)', timeZone: 'UTC', durationHours: 4 };
const findMeeting = meetingFinder();
const meet = (first: Partial<OpeningTimes>, second: Partial<OpeningTimes>) => {
  const found = findMeeting({ ...night, ...first }, { ...night, ...second });
  // The other way round it is the same.
  expect(findMeeting({ ...night, ...second }, { ...night, ...first })).toEqual(found);
  return found instanceof Date ? found.toISOString().slice(0, 16) : found;
};

describe('two windows are open at once', () => {
  it('when one opens before the other closes, and not when it opens as the other closes', () => {
    expect(meet({}, { schedule: 'cron(59 5 ? * SUN *)' })).toBe('2026-12-27T05:59');
    expect(meet({}, { schedule: 'cron(0 6 ? * SUN *)' })).toBeUndefined();
    expect(meet({}, { schedule: 'cron(0 6 ? * MON *)' })).toBeUndefined();
  });

  it('over midnight, and over the end of a year', () => {
    expect(meet({}, { schedule: 'cron(30 22 ? * SAT *)' })).toBe('2026-12-27T02:00');
    expect(meet({ schedule: 'cron(0 23 31 12 ? *)' }, { schedule: 'cron(0 1 1 1 ? *)' })).toBe(
      '2027-01-01T01:00',
    );
  });

  it('by their time zones, in summer or in winter', () => {
    const berlin = { timeZone: 'Europe/Berlin', durationHours: 1 };
    expect(meet({ ...berlin, schedule: 'cron(0 7 ? * SUN *)' }, {})).toBe('2027-03-28T05:00');
    expect(meet({ ...berlin, schedule: 'cron(0 8 ? * SUN *)' }, {})).toBeUndefined();
    expect(meet({ timeZone: 'America/New_York', schedule: 'cron(0 21 ? * SAT *)' }, {})).toBe(
      '2026-12-27T02:00',
    );
    expect(meet({ timeZone: 'Asia/Kolkata', schedule: 'cron(29 11 ? * SUN *)' }, {})).toBe(
      '2026-12-27T05:59',
    );
  });

  it('and not when the clocks change between them', () => {
    const hours = (hour: number) => ({
      schedule: `cron(0 ${hour} * * ? *)`,
      timeZone: 'Europe/Berlin',
      durationHours: 1,
    });
    expect(meet(hours(23), hours(0))).toBeUndefined();
    expect(meet(hours(0), hours(1))).toBeUndefined();
    // In spring the hour from two to three is left out. What a window does then is not documented, and nobody is refused for it.
    expect(meet(hours(2), hours(3))).toBeUndefined();
  });

  it('by the days of their offsets', () => {
    const patchDay = { schedule: 'cron(0 2 ? * TUE#2 *)', offsetDays: 5 };
    expect(meet(patchDay, {})).toBe('2027-01-17T02:00');
    expect(meet({ ...patchDay, offsetDays: 4 }, {})).toBeUndefined();
  });

  it('when a date falls on a weekday, however many years later', () => {
    expect(meet({ schedule: 'cron(0 2 29 2 ? *)' }, {})).toBe('2032-02-29T02:00');
    expect(meet({ schedule: 'cron(0 2 14 1 ? *)' }, { schedule: 'cron(0 2 ? 1 SUN#2 *)' })).toBe(
      '2029-01-14T02:00',
    );
  });

  it('once, at a moment', () => {
    expect(meet({ schedule: 'at(2044-05-01T03:00:00)' }, {})).toBe('2044-05-01T03:00');
    expect(meet({ schedule: 'at(2044-05-02T03:00:00)' }, {})).toBeUndefined();
    expect(meet({ schedule: 'cron(0 2 1 5 ? 2044)' }, { schedule: 'at(2044-05-01T03:00:00)' })).toBe(
      '2044-05-01T03:00',
    );
    expect(meet({ schedule: 'cron(0 2 1 5 ? 2044)' }, { schedule: 'cron(0 2 1 5 ? 2043)' })).toBeUndefined();
  });

  it('always, when a rate comes sooner than both last, or when both are rates', () => {
    expect(meet({ schedule: 'rate(8 hours)' }, {})).toBe('always');
    expect(meet({ schedule: 'rate(7 days)' }, {})).toBeUndefined();
    expect(meet({ schedule: 'rate(7 days)' }, { schedule: 'rate(14 days)' })).toBe('always');
  });
});
