import { describe, expect, it } from 'vitest';
import { readMaintenanceSchedule } from '../../../../src/services/ssm/maintenance/maintenance-schedule.ts';

const next = (expression: string, from: string, more: { timeZone?: string; offsetDays?: number } = {}) => {
  const { timeZone, offsetDays } = more;
  const ms = readMaintenanceSchedule(expression, { timeZone, offsetDays }).next(
    Date.parse(from),
    Date.parse(from),
  );
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('the schedule of a window', () => {
  it.each([
    ['cron(0 2 ? * SUN#2 *)', {}, '2026-01-11T02:00:00.000Z'],
    ['cron(0 2 ? * SUN#2 *)', { timeZone: 'Europe/Berlin' }, '2026-01-11T01:00:00.000Z'],
    ['cron(0 2 ? * SUN#2 *)', { timeZone: 'Europe/Berlin', offsetDays: 3 }, '2026-01-14T01:00:00.000Z'],
    ['cron(0 2 ? 7 SUN#1 *)', { timeZone: 'America/New_York' }, '2026-07-05T06:00:00.000Z'],
    ['rate(7 days)', {}, '2026-01-08T00:00:00.000Z'],
    ['at(2026-12-24T03:00:00)', { timeZone: 'Europe/Berlin' }, '2026-12-24T02:00:00.000Z'],
  ])('%s with %j opens next at the right time', (expression, more, expected) => {
    expect(next(expression, '2026-01-01T00:00:00Z', more)).toBe(expected);
  });

  it('has no next time after its only one', () => {
    expect(next('at(2026-12-24T03:00:00)', '2026-12-25T00:00:00Z')).toBeUndefined();
  });

  it('keeps the hour of its zone when clocks change', () => {
    const berlin = { timeZone: 'Europe/Berlin' };
    expect(next('cron(0 4 * * ? *)', '2026-03-29T00:00:00Z', berlin)).toBe('2026-03-29T02:00:00.000Z');
    expect(next('cron(0 4 * * ? *)', '2026-10-25T00:00:00Z', berlin)).toBe('2026-10-25T03:00:00.000Z');
  });

  it('refuses an offset of a rate, an unknown zone, and what is no expression', () => {
    expect(() => next('rate(7 days)', '2026-01-01T00:00:00Z', { offsetDays: 1 })).toThrow('offset');
    expect(() => next('rate(7 days)', '2026-01-01T00:00:00Z', { timeZone: 'Europe/Atlantis' })).toThrow(
      'time zone',
    );
    expect(() => next('every night', '2026-01-01T00:00:00Z')).toThrow('Invalid Schedule Expression');
  });
});
