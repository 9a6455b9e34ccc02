import * as z from 'zod';

const minute = '[0-5]?\\d';
const hour = '([01]?\\d|2[0-3])';
const weekday = '(SUN|MON|TUE|WED|THU|FRI|SAT)';

/**
 * The cron expressions that State Manager accepts (Cron and rate expressions for associations). They have no
 * months.
 */
const cronForms = [
  /^cron\(0\/30 \* \* \* \? \*\)$/,
  /^cron\(0 0\/(1|2|4|8|12) \* \* \? \*\)$/,
  new RegExp(`^cron\\(${minute} ${hour} (\\? \\* \\*|\\* \\* \\?) \\*\\)$`),
  new RegExp(`^cron\\(${minute} ${hour} \\? \\* ${weekday}(#[1-5])? \\*\\)$`),
];

const unitMinutes = { minute: 1, hour: 60, day: 24 * 60 } as const;
const rateMinutes = { min: 30, max: 31 * unitMinutes.day - 1 };

const allowed =
  'rate(30 minutes) to rate(30 days), or a cron expression in UTC: every half hour cron(0/30 * * * ? *), every 1, 2, 4, ' +
  '8 or 12 hours cron(0 0/4 * * ? *), daily cron(15 13 ? * * *), weekly cron(15 13 ? * MON *) or on the nth weekday of ' +
  'a month cron(15 13 ? * MON#2 *)';

/** When an association runs. */
export const associationSchedule = z
  .string(allowed)
  .refine((value) => cronForms.some((form) => form.test(value)) || isRate(value), allowed);

/** True for a schedule of fixed times. Only such a schedule has a next time to wait for. */
export function isCron(schedule: string): boolean {
  return schedule.startsWith('cron(');
}

/** One takes the singular, all others the plural: the service accepts neither `1 days` nor `2 day`. */
function isRate(value: string): boolean {
  const [, count = '', unit, plural] = /^rate\(([1-9]\d{0,4}) (minute|hour|day)(s?)\)$/.exec(value) ?? [];
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') return false;
  const minutes = Number(count) * unitMinutes[unit];
  return (plural === '') === (count === '1') && minutes >= rateMinutes.min && minutes <= rateMinutes.max;
}
