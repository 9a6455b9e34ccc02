import { describe, expect, it } from 'vitest';
import { associationSchedule } from '../../../../lib/capabilities/associations/association-schedule.ts';

/**
 * The examples of the guide (Cron and rate expressions for associations), and the forms that it does not
 * support.
 */
describe('the schedule of an association', () => {
  it.each([
    'rate(30 minutes)',
    'rate(1 hour)',
    'rate(5 hours)',
    'rate(1 day)',
    'rate(30 days)',
    'rate(44639 minutes)',
    'cron(0/30 * * * ? *)',
    'cron(0 0/1 * * ? *)',
    'cron(0 0/12 * * ? *)',
    'cron(15 13 ? * * *)',
    'cron(15 13 * * ? *)',
    'cron(15 13 ? * MON *)',
    'cron(0 0 ? * THU#2 *)',
    'cron(0 0 ? * 3L *)',
    'cron(0 2 ? * 1 *)',
  ])('may be %s', (schedule) => {
    expect(associationSchedule.safeParse(schedule).success).toBe(true);
  });

  it.each([
    'rate(29 minutes)',
    'rate(31 days)',
    'rate(744 hours)',
    'rate(1 days)',
    'rate(2 hour)',
    'rate(0 days)',
    'rate(1.5 hours)',
    'rate(2 weeks)',
    'cron(0/15 * * * ? *)',
    'cron(0 0/3 * * ? *)',
    'cron(15 13 ? 6 MON *)',
    'cron(15 13 1 * ? *)',
    'cron(60 13 ? * MON *)',
    'cron(15 24 ? * MON *)',
    'cron(0 15 13 ? * MON *)',
    'at(2030-01-01T00:00:00)',
    '1 day',
  ])('refuses %s', (schedule) => {
    expect(associationSchedule.safeParse(schedule).success).toBe(false);
  });

  it.each([
    ['cron(15 13 ? 6 MON *)', /^\* as the month and the year, which State Manager does not know: rate/],
    ['cron(15 13 ? * MON 2027)', /^\* as the month and the year, which State Manager does not know: rate/],
    ['cron(15 13 1 * ? *)', /^\? or \* as the day of the month, which State Manager does not know: rate/],
    ['cron(15 13 ? * MON#6 *)', /^as the day of the week \(MON#6\) /],
    ['cron(0/15 * * * ? *)', /^rate\(30 minutes\) to /],
  ])('says why it refuses %s', (schedule, allowed) => {
    const { error } = associationSchedule.safeParse(schedule);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(allowed)]);
  });
});
