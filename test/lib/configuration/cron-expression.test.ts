import { describe, expect, it } from 'vitest';
import { isOnDay, parseCron, splitCron } from '../../../lib/configuration/cron-expression.ts';

const parse = (text: string) => parseCron(splitCron(`cron(${text})`) ?? []);

/** The days of 2026 on which an expression comes, as month-day. */
function daysOf(text: string): string[] {
  const expression = parse(text);
  return Array.from({ length: 365 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)))
    .filter((day) => isOnDay(expression, day))
    .map((day) => day.toISOString().slice(5, 10));
}

describe('a cron expression of AWS', () => {
  it.each([
    // The examples of the guide (Reference, Cron and rate expressions for Systems Manager) and its wildcards.
    ['0 2 ? 1 THU#3 *', ['01-15']],
    ['0 2 L 1-3 ? *', ['01-31', '02-28', '03-31']],
    ['15 10 ? 1 6L *', ['01-30']],
    ['0 2 ? 2 1 *', ['02-01', '02-08', '02-15', '02-22']],
    ['0 2 ? 2 L *', ['02-07', '02-14', '02-21', '02-28']],
    ['0 2 15W FEB,AUG ? *', ['02-16', '08-14']],
    ['0 2 1W 8 ? *', ['08-03']],
    ['0 2 LW 1,5 ? *', ['01-30', '05-29']],
    ['0 2 31W 1,2 ? *', ['01-30', '02-27']],
    ['0 2 1/10 12 ? *', ['12-01', '12-11', '12-21', '12-31']],
    ['0 2 ? 12 SAT-SAT *', ['12-05', '12-12', '12-19', '12-26']],
    ['0 2 ? 3 MON#5 *', ['03-30']],
  ])('%s comes on %j', (text, days) => {
    expect(daysOf(text)).toEqual(days);
  });

  it('comes on each day from Monday to Friday', () => {
    expect(daysOf('15 10 ? 2 MON-FRI *')).toHaveLength(20);
  });

  it('has minutes, hours, months and years as numbers', () => {
    expect(parse('5/20 8-10,20 ? JAN,7 SUN 2026-2028')).toMatchObject({
      minutes: [5, 25, 45],
      hours: [8, 9, 10, 20],
      months: [1, 7],
      years: [2026, 2027, 2028],
    });
    expect(parse('0 */6 * * ? *')).toMatchObject({ hours: [0, 6, 12, 18], years: undefined });
  });

  it.each(['0 2 ? * SUN', '0 0 2 ? * SUN *', '0  2 ? * SUN *'])(
    'has six fields, and not those of %s',
    (text) => {
      expect(splitCron(`cron(${text})`)).toBeUndefined();
    },
  );

  it.each([
    ['60 2 ? * SUN *', 'the minutes (60)'],
    ['0/0 2 ? * SUN *', 'the minutes (0/0)'],
    ['0,, 2 ? * SUN *', 'the minutes (0,,)'],
    ['0-10 2 ? * SUN *', 'the minutes (0-10) values at least 5 minutes apart'],
    ['0,58 * ? * SUN *', 'the minutes (0,58) values at least 5 minutes apart'],
    ['0 24 ? * SUN *', 'the hours (24)'],
    ['0 22-2 ? * SUN *', 'the hours (22-2)'],
    ['0 2-3-4 ? * SUN *', 'the hours (2-3-4)'],
    ['0 2 32W * ? *', 'the day of the month (32W)'],
    ['0 2 1,15W * ? *', 'the day of the month (1,15W)'],
    ['0 2 30 2 ? *', 'the day and the month (30 and 2) a day that its month has'],
    ['0 2 31 APR,JUN ? *', 'the day and the month'],
    ['0 2 1 13 ? *', 'the month (13)'],
    ['0 2 1 jan ? *', 'the month (jan)'],
    ['0 2 ? * 0 *', 'the day of the week (0)'],
    ['0 2 ? * 8 *', 'the day of the week (8)'],
    ['0 2 ? * SUNDAY *', 'the day of the week (SUNDAY)'],
    ['0 2 ? * TUE#0 *', 'the day of the week (TUE#0)'],
    ['0 2 ? * TUE#6 *', 'the day of the week (TUE#6)'],
    ['0 2 ? * MON#1,TUE#2 *', 'the day of the week (MON#1,TUE#2)'],
    ['0 2 * * * *', 'the two days (* and *)'],
    ['0 2 ? * ? *', 'the two days (? and ?)'],
    ['0 2 1 * ? 1969', 'the year (1969)'],
    ['0 2 1 * ? ?', 'the year (?)'],
  ])('%s is refused, and the field is named', (text, field) => {
    expect(() => parse(text)).toThrow(`as ${field}`);
  });

  it('may be a leap day', () => {
    expect(isOnDay(parse('0 2 29 2 ? *'), new Date('2028-02-29'))).toBe(true);
  });
});
