import { describe, expect, test } from 'vitest';
import { readCron } from '../../../src/services/scheduler/cron.ts';

const fromMs = Date.UTC(2026, 10, 21, 12); // a Saturday

function times(text: string, count: number): string[] {
  const next = readCron(text);
  const found: string[] = [];
  for (let atMs = next(fromMs); atMs !== undefined && found.length < count; atMs = next(atMs + 1)) {
    found.push(new Date(atMs).toISOString().slice(0, 16));
  }
  return found;
}

describe('a cron expression', () => {
  test.each([
    ['0/15 * * * ? *', ['2026-11-21T12:00', '2026-11-21T12:15', '2026-11-21T12:30']],
    ['0 8 ? * MON-FRI *', ['2026-11-23T08:00', '2026-11-24T08:00', '2026-11-25T08:00']],
    ['0 8 ? * 1 *', ['2026-11-22T08:00', '2026-11-29T08:00', '2026-12-06T08:00']],
    ['30 9,17 1 * ? *', ['2026-12-01T09:30', '2026-12-01T17:30', '2027-01-01T09:30']],
    ['5 0 29 FEB ? *', ['2028-02-29T00:05', '2032-02-29T00:05', '2036-02-29T00:05']],
    ['0 0 1 JAN ? 2027-2028', ['2027-01-01T00:00', '2028-01-01T00:00']],
    ['0 0 31 2 ? *', []],
    ['0 0 1 1 ? 2020', []],
  ])('%s strikes at these moments', (text, expected) => {
    expect(times(text, 3)).toEqual(expected);
  });

  test('matches a time that is due now, and only at the beginning of a minute', () => {
    const next = readCron('* * * * ? *');
    expect(next(fromMs)).toBe(fromMs);
    expect(next(fromMs + 1)).toBe(fromMs + 60_000);
  });

  test.each([
    ['0 8 * * ?', 'needs 6 fields'],
    ['0 8 * * * *', 'needs a ? in either'],
    ['0 8 ? * ? *', 'needs a ? in either'],
    ['60 8 * * ? *', '60 in minutes; allowed are 0 to 59'],
    ['0 24 * * ? *', '24 in hours'],
    ['0 8 0 * ? *', '0 in day-of-month'],
    ['0 8 ? * FRY *', 'FRY in day-of-week'],
    ['0 8 ? * FRI-MON *', 'FRI-MON in day-of-week'],
    ['0/0 8 * * ? *', 'a step of 0 in minutes'],
    ['? 8 * * ? *', '? in minutes'],
    ['0 8 * * ? 1969', '1969 in year'],
    ['- 8 * * ? *', 'in minutes'],
  ])('refuses %s', (text, problem) => {
    expect(() => readCron(text)).toThrow(problem);
  });

  test.each([
    ['0 8 L * ? *', '2026-02-28T08:00:00Z'],
    ['0 8 LW * ? *', '2026-02-27T08:00:00Z'],
    ['0 8 15W * ? *', '2026-02-16T08:00:00Z'],
    ['0 8 1W * ? *', '2026-02-02T08:00:00Z'],
    ['0 8 31W * ? *', '2026-03-31T08:00:00Z'],
    ['0 8 ? * L *', '2026-02-07T08:00:00Z'],
    ['0 8 ? * 6L *', '2026-02-27T08:00:00Z'],
    ['0 8 ? * FRI#2 *', '2026-02-13T08:00:00Z'],
    ['0 8 ? * MON#5 *', '2026-03-30T08:00:00Z'],
  ])('finds the day of %s', (text, day) => {
    expect(readCron(text)(Date.UTC(2026, 1, 1))).toBe(Date.parse(day));
  });

  test.each(['0 8 ? * FRI#6 *', '0 8 32W * ? *', '0 8 L-3 * ? *', '0 8 ? * 8L *'])('refuses %s', (text) => {
    expect(() => readCron(text)).toThrow('Invalid Schedule Expression');
  });
});
