import * as z from 'zod';
import { type CronExpression, parseCron, splitCron } from '../../configuration/cron-expression.ts';
import { CronFieldError } from '../../configuration/cron-field.ts';

/** When a window opens: at the times of a cron expression, ever so many minutes, or once, in wall time. */
export type Schedule =
  | { readonly cron: CronExpression }
  | { readonly everyMinutes: number }
  | { readonly wallTime: Date };

const unitMinutes = { minute: 1, hour: 60, day: 24 * 60 } as const;

const scheduleForm =
  'cron(<minutes> <hours> <day of month> <month> <day of week> <year>) with ? for one of the days, ' +
  'rate(<number> minutes|hours|days) or at(YYYY-MM-DDTHH:MM:SS)';

/** Reads a schedule. If it is none, the result is the text of what is allowed. */
export function readSchedule(text: string): Schedule | string {
  const fields = splitCron(text);
  if (fields === undefined) return readRate(text) ?? readMoment(text) ?? scheduleForm;
  try {
    return { cron: parseCron(fields) };
  } catch (error) {
    if (error instanceof CronFieldError) return error.message;
    throw error;
  }
}

/** One takes the singular, all others the plural. */
function readRate(text: string): Schedule | undefined {
  const [, count = '', unit, plural] = /^rate\(([1-9]\d{0,3}) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  if (unit !== 'minute' && unit !== 'hour' && unit !== 'day') return undefined;
  return (plural === '') === (count === '1')
    ? { everyMinutes: Number(count) * unitMinutes[unit] }
    : undefined;
}

function readMoment(text: string): Schedule | undefined {
  const moment = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(text)?.[1];
  const wallTime = new Date(`${moment}Z`);
  // A date such as 30 February would be read as another one.
  const isDate = !Number.isNaN(wallTime.getTime()) && wallTime.toISOString() === `${moment}.000Z`;
  return isDate ? { wallTime } : undefined;
}

/** When a maintenance window opens. */
export const schedule = z.string(scheduleForm).superRefine((text, context) => {
  const read = readSchedule(text);
  if (typeof read === 'string') context.addIssue({ code: 'custom', input: text, message: read });
});

/**
 * What is wrong with days of offset to a schedule; nothing when they are right. The API speaks of days after the date
 * of the expression, "the third Tuesday of every month". After daily times an offset changes nothing, and after a day
 * of the week another day says the same.
 */
export function findOffsetMistake(text: string): string | undefined {
  const read = readSchedule(text);
  if (typeof read === 'string') return undefined;
  if (!('cron' in read)) return 'nothing: only a cron schedule has an offset';
  return read.cron.isOfMonth
    ? undefined
    : 'nothing: an offset is for a day of the month (TUE#2, L, 15); beside others name the day itself in the schedule';
}

/**
 * Only IANA names, because an offset would not follow daylight-saving time. Their letters are as IANA writes them: AWS
 * knows no `europe/berlin`.
 */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name) || /\/[a-z]/.test(name)) return false;
  try {
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return known.toLowerCase() !== name.toLowerCase() || known === name;
  } catch {
    return false;
  }
}

const timeZoneForm = 'the name of a time zone, such as Europe/Berlin or UTC';

/** The time zone that a schedule is in. */
export const timeZone = z.string(timeZoneForm).refine(isTimeZone, timeZoneForm);
