import { CronFieldError, type NumberField, parseNumber, parseNumbers } from './cron-field.ts';

const dayMs = 24 * 60 * 60 * 1000;

const dayOfMonth: NumberField = { name: 'the day of the month', min: 1, max: 31 };
const dayOfWeek: NumberField = {
  name: 'the day of the week',
  min: 1,
  max: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/** Whether a day is meant. The day is midnight in UTC, whatever the time zone of the schedule. */
export type IsDay = (day: Date) => boolean;

/** The days of a schedule. */
export interface CronDays {
  readonly isDay: IsDay;
  /** Whether they are single days of a month (the 15th, the last, the second Tuesday), and not days of every week. */
  readonly isOfMonth: boolean;
}

const monthLength = (day: Date) =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
const isLastOfMonth: IsDay = (day) => day.getUTCDate() === monthLength(day);
/** SUN is 1, as in AWS. */
const weekdayOf = (day: Date) => day.getUTCDay() + 1;
const isWeekday: IsDay = (day) => weekdayOf(day) > 1 && weekdayOf(day) < 7;

/**
 * The days that the two fields for days stand for. Exactly one of them is `?`.
 * @throws CronFieldError when they are not as AWS takes them.
 */
export function parseDays(ofMonth: string, ofWeek: string): CronDays {
  if ((ofMonth === '?') === (ofWeek === '?'))
    throw new CronFieldError('the two days', `${ofMonth} and ${ofWeek}`, '? for exactly one of them');
  return ofWeek === '?' ? parseDayOfMonth(ofMonth) : parseDayOfWeek(ofWeek);
}

function parseDayOfMonth(text: string): CronDays {
  if (text === 'L') return { isOfMonth: true, isDay: isLastOfMonth };
  if (text === 'LW') return { isOfMonth: true, isDay: (day) => isNearestWeekday(day, 31) };
  const nearest = /^(\d+)W$/.exec(text)?.[1];
  const target = nearest === undefined ? undefined : parseNumber(nearest, dayOfMonth);
  if (target !== undefined) return { isOfMonth: true, isDay: (day) => isNearestWeekday(day, target) };
  if (/[LW]/.test(text))
    throw new CronFieldError(dayOfMonth.name, text, 'L, LW or a day with W (15W), each alone');
  const days = parseNumbers(text, dayOfMonth);
  return { isOfMonth: !/[*/]/.test(text), isDay: (day) => days.includes(day.getUTCDate()) };
}

function parseDayOfWeek(text: string): CronDays {
  if (text === 'L') return { isOfMonth: false, isDay: (day) => weekdayOf(day) === 7 };
  const [, name = '', nth] = /^([^#L]+)(?:#(\d+)|L)$/.exec(text) ?? [];
  const weekday = parseNumber(name, dayOfWeek);
  const count = nth === undefined ? undefined : Number(nth);
  const isInMonth = count === undefined || (count >= 1 && count <= 5);
  if (weekday !== undefined && isInMonth)
    return { isOfMonth: true, isDay: (day) => weekdayOf(day) === weekday && isNth(day, count) };
  if (/[#L]/.test(text))
    throw new CronFieldError(
      dayOfWeek.name,
      text,
      'one weekday alone with # and 1 to 5 (TUE#2, the second Tuesday) or with L (6L, the last Friday)',
    );
  const days = parseNumbers(text, dayOfWeek);
  return { isOfMonth: false, isDay: (day) => days.includes(weekdayOf(day)) };
}

/** Whether it is the nth of its weekday in the month, or the last. */
function isNth(day: Date, nth: number | undefined): boolean {
  const date = day.getUTCDate();
  return nth === undefined ? date + 7 > monthLength(day) : Math.ceil(date / 7) === nth;
}

/** Whether it is the day from Monday to Friday that is nearest to a day of the same month, or to its end. */
function isNearestWeekday(day: Date, target: number): boolean {
  const length = monthLength(day);
  if (!isWeekday(day)) return false;
  const wanted = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), Math.min(target, length));
  const candidates = [0, -1, 1, -2, 2].map((shift) => new Date(wanted + shift * dayMs));
  const nearest = candidates.find((each) => each.getUTCMonth() === day.getUTCMonth() && isWeekday(each));
  return nearest?.getTime() === day.getTime();
}
