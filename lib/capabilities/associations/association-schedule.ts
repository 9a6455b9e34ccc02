import * as z from 'zod';
import { parseCron, splitCron } from '../../configuration/cron-expression.ts';
import { CronFieldError } from '../../configuration/cron-field.ts';

const minute = '[0-5]?\\d';
const hour = '([01]?\\d|2[0-3])';
const weekday = '(SUN|MON|TUE|WED|THU|FRI|SAT|[1-7])';

/**
 * The cron expressions that State Manager accepts (Cron and rate expressions for associations). They have no
 * months, and no days of the month. They stand in six fields all the same.
 */
const cronForms = [
  /^cron\(0\/30 \* \* \* \? \*\)$/,
  /^cron\(0 0\/(1|2|4|8|12) \* \* \? \*\)$/,
  new RegExp(`^cron\\(${minute} ${hour} (\\? \\* \\*|\\* \\* \\?) \\*\\)$`),
  new RegExp(`^cron\\(${minute} ${hour} \\? \\* ${weekday}(#[1-5]|L)? \\*\\)$`),
];

const unitMinutes = { minute: 1, hour: 60, day: 24 * 60 } as const;
const rateMinutes = { min: 30, max: 31 * unitMinutes.day - 1 };

const allowed =
  'rate(30 minutes) to rate(30 days), or a cron expression in UTC: every half hour cron(0/30 * * * ? *), every 1, 2, 4, ' +
  '8 or 12 hours cron(0 0/4 * * ? *), daily cron(15 13 ? * * *), weekly cron(15 13 ? * MON *) or on the nth weekday of ' +
  'a month, or the last, cron(15 13 ? * MON#2 *), cron(15 13 ? * 6L *)';

/** When an association runs. */
export const associationSchedule = z.string(allowed).superRefine((value, context) => {
  if (cronForms.some((form) => form.test(value)) || isRate(value)) return;
  context.addIssue({ code: 'custom', input: value, message: findReason(value) ?? allowed });
});

/** Why a cron expression that other services of AWS take is none for State Manager; nothing when no one takes it. */
function findReason(value: string): string | undefined {
  const fields = splitCron(value);
  if (fields === undefined) return undefined;
  try {
    parseCron(fields);
  } catch (error) {
    if (error instanceof CronFieldError) return error.message;
    throw error;
  }
  const [, , ofMonth = '', month = '', , year = ''] = fields;
  if (month !== '*' || year !== '*')
    return `* as the month and the year, which State Manager does not know: ${allowed}`;
  if (!/^[?*]$/.test(ofMonth))
    return `? or * as the day of the month, which State Manager does not know: ${allowed}`;
  return undefined;
}

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
