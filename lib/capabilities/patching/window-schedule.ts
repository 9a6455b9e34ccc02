import * as z from 'zod';

/** The six fields of a cron expression in maintenance windows. Months and days are names or numbers. */
const fields = [
  { name: 'minutes', form: /^[\d,\-*/]+$/, min: 0, max: 59 },
  { name: 'hours', form: /^[\d,\-*/]+$/, min: 0, max: 23 },
  { name: 'day of the month', form: /^(\?|[\d,\-*/LW]+)$/, min: 1, max: 31 },
  { name: 'month', form: /^([\d,\-*/]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+$/, min: 1, max: 12 },
  { name: 'day of the week', form: /^(\?|([\d,\-*/L#]|MON|TUE|WED|THU|FRI|SAT|SUN)+)$/, min: 1, max: 7 },
  { name: 'year', form: /^[\d,\-*/]+$/, min: 1970, max: 2199 },
] as const;

/** True for cron(...) with six fields, each within its bounds, and `?` for one of the two days. */
function isCron(text: string): boolean {
  const parts = /^cron\((.*)\)$/.exec(text)?.[1]?.split(' ') ?? [];
  const isWellFormed = fields.every(({ form, min, max }, index) => {
    const part = parts[index] ?? '';
    // A number after `/` is a step and one after `#` a count. Neither is a value of the field.
    const values = part.replace(/[/#]\d+/g, '').match(/\d+/g) ?? [];
    return form.test(part) && values.every((value) => Number(value) >= min && Number(value) <= max);
  });
  return parts.length === fields.length && isWellFormed && (parts[2] === '?') !== (parts[4] === '?');
}

function isRate(text: string): boolean {
  const [, count = '', unit = ''] = /^rate\(([1-9]\d{0,3}) (minute|hour|day)(?:s?)\)$/.exec(text) ?? [];
  return count !== '' && text.endsWith(Number(count) === 1 ? `${unit})` : `${unit}s)`);
}

function isMoment(text: string): boolean {
  const moment = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(text)?.[1];
  return moment !== undefined && !Number.isNaN(Date.parse(`${moment}Z`));
}

/** Only IANA names, because an offset would not follow daylight-saving time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const scheduleForm =
  'cron(<minutes> <hours> <day of month> <month> <day of week> <year>) with ? for one of the days, ' +
  'rate(<number> minutes|hours|days) or at(YYYY-MM-DDTHH:MM:SS)';

/** When a maintenance window opens. */
export const schedule = z
  .string(scheduleForm)
  .refine((text) => isCron(text) || isRate(text) || isMoment(text), scheduleForm);

const timeZoneForm = 'the name of a time zone, such as Europe/Berlin or UTC';

/** The time zone that a schedule is in. */
export const timeZone = z.string(timeZoneForm).refine(isTimeZone, timeZoneForm);
