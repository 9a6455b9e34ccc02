import { type CronDays, parseDays } from './cron-days.ts';
import { CronFieldError, type NumberField, parseNumbers } from './cron-field.ts';

/**
 * The cron expressions of AWS: six fields with a year, `?` in one of the days, SUN as 1, `L`, `W` and `#`. No
 * well-kept library reads them (tried in 2026: cron-parser 5 has no `W` and reads SUN as 0; croner 11 refuses `0/15`;
 * both take two days at once; aws-cron-parser 1.1 takes `TUE#6` and any text). So this is a small parser of our own.
 */

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const minutes: NumberField = { name: 'the minutes', min: 0, max: 59 };
const hours: NumberField = { name: 'the hours', min: 0, max: 23 };
const months: NumberField = { name: 'the month', min: 1, max: 12, names: monthNames };
const years: NumberField = { name: 'the year', min: 1970, max: 2199 };

/** Systems Manager supports no expression that comes faster (Reference, Cron and rate expressions). */
const fastestMinutes = 5;

/** When a schedule comes, in the wall time of its time zone. */
export interface CronExpression extends CronDays {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  /** None for every year. */
  readonly years: readonly number[] | undefined;
}

/** The fields of `cron(...)`; nothing when the text is no `cron(...)` of six fields. */
export function splitCron(text: string): readonly string[] | undefined {
  const fields = /^cron\(([^()]*)\)$/.exec(text)?.[1]?.split(' ');
  return fields?.length === 6 ? fields : undefined;
}

/**
 * Reads the six fields of a cron expression.
 * @throws CronFieldError when a field is not as AWS takes it, or no such day exists, or it comes too fast.
 */
export function parseCron(fields: readonly string[]): CronExpression {
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = '', year = ''] = fields;
  const expression = {
    minutes: parseNumbers(minute, minutes),
    hours: parseNumbers(hour, hours),
    months: parseNumbers(month, months),
    years: year === '*' ? undefined : parseNumbers(year, years),
    ...parseDays(ofMonth, ofWeek),
  };
  if (isTooFast(expression))
    throw new CronFieldError(minutes.name, minute, `values at least ${fastestMinutes} minutes apart`);
  if (!exists(expression))
    throw new CronFieldError('the day and the month', `${ofMonth} and ${month}`, 'a day that its month has');
  return expression;
}

/** Whether a day comes on which the schedule runs. A leap year has every day that there is. */
export function isOnDay({ months: own, isDay }: CronExpression, day: Date): boolean {
  return own.includes(day.getUTCMonth() + 1) && isDay(day);
}

/** Whether two times of a day, or of the end and the beginning of two hours, are too near. */
function isTooFast({ minutes: own, hours: of }: CronExpression): boolean {
  const hasNextHour = of.some((hour) => of.includes((hour + 1) % 24));
  const times = hasNextHour ? [...own, 60 + (own[0] ?? 0)] : own;
  return times.some((each, index) => index > 0 && each - (times[index - 1] ?? 0) < fastestMinutes);
}

/** Four years have every date. Some have a fifth of each weekday in every month. */
function exists(expression: CronExpression): boolean {
  return Array.from({ length: 4 * 366 }, (_, index) => new Date(Date.UTC(2028, 0, 1 + index))).some((day) =>
    isOnDay(expression, day),
  );
}
