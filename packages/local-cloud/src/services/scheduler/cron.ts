import { ServiceError } from '../../core/service.ts';
import { type IsDay, readMonthDay, readWeekDay } from './special-days.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The bounds of a field, and names for its numbers from `min` on. Days of the week begin with SUN as 1. */
interface FieldBounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const fields: readonly FieldBounds[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day-of-month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day-of-week', min: 1, max: 7, words: weekdays },
  { name: 'year', min: 1970, max: 2199 },
];

/** The next time that matches a cron expression, at or after `fromMs`, or undefined. */
export type Cron = (fromMs: number) => number | undefined;

/**
 * Parses the six fields of a cron expression, in UTC: minutes, hours, day of month, month, day of week, year. One of
 * the two day fields must be `?`.
 * @throws ServiceError ValidationException for what EventBridge Scheduler refuses.
 */
export function readCron(text: string): Cron {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) throw invalid(text, `needs ${fields.length} fields`);
  if ((parts[2] === '?') === (parts[4] === '?')) {
    throw invalid(text, 'needs a ? in either day-of-month or day-of-week, and in one of them only');
  }
  const special = [readMonthDay(parts[2] ?? ''), readWeekDay(toNumbers(parts[4] ?? '', fields[4]))];
  const isSpecialDay: IsDay = (date) => special.every((isMeant) => isMeant?.(date) ?? true);
  const [minutes, hours, days, monthNumbers, weekdayNumbers, years] = parts.map((part, index) => {
    const isSpecial = special[index === 2 ? 0 : 1] !== undefined && (index === 2 || index === 4);
    return readField(text, isSpecial ? '*' : part, fields[index]);
  });
  const isDay = (date: Date) =>
    years?.has(date.getUTCFullYear()) === true &&
    monthNumbers?.has(date.getUTCMonth() + 1) === true &&
    days?.has(date.getUTCDate()) === true &&
    weekdayNumbers?.has(date.getUTCDay() + 1) === true &&
    isSpecialDay(date);
  const isMinute = (date: Date) =>
    hours?.has(date.getUTCHours()) === true && minutes?.has(date.getUTCMinutes()) === true;
  const lastMs = Date.UTC(Math.max(...(years ?? [])) + 1, 0, 1);
  return (fromMs) => nextMinute(Math.ceil(fromMs / minuteMs) * minuteMs, { lastMs, isDay, isMinute });
}

interface Search {
  readonly lastMs: number;
  isDay(date: Date): boolean;
  isMinute(date: Date): boolean;
}

/** The first matching minute from `fromMs` on. Days that do not match are skipped as a whole. */
function nextMinute(fromMs: number, { lastMs, isDay, isMinute }: Search): number | undefined {
  let atMs = fromMs;
  while (atMs < lastMs) {
    const date = new Date(atMs);
    if (!isDay(date)) atMs = (Math.floor(atMs / dayMs) + 1) * dayMs;
    else if (!isMinute(date)) atMs += minuteMs;
    else return atMs;
  }
  return undefined;
}

function readField(text: string, part: string, bounds: FieldBounds | undefined): ReadonlySet<number> {
  if (bounds === undefined) throw invalid(text, 'has too many fields');
  const values = new Set<number>();
  for (const item of part.split(',')) {
    const [, rangeText = '', stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    const { first, last } = readRange(text, rangeText, { bounds, hasStep: stepText !== undefined });
    const step = Number(stepText ?? 1);
    if (step < 1) throw invalid(text, `has a step of ${step} in ${bounds.name}`);
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return values;
}

function readRange(
  text: string,
  range: string,
  { bounds, hasStep }: { bounds: FieldBounds; hasStep: boolean },
): { first: number; last: number } {
  if (range === '*' || (range === '?' && bounds.name.startsWith('day'))) {
    return { first: bounds.min, last: bounds.max };
  }
  const [first = Number.NaN, last = hasStep ? bounds.max : first] = range
    .split('-')
    .map((value) => readValue(value, bounds));
  if (first >= bounds.min && last <= bounds.max && first <= last) return { first, last };
  throw invalid(text, `has ${range} in ${bounds.name}; allowed are ${bounds.min} to ${bounds.max}`);
}

function readValue(value: string, { words = [], min }: FieldBounds): number {
  const index = words.indexOf(value.toUpperCase());
  if (index >= 0) return index + min;
  return /^\d+$/.test(value) ? Number(value) : Number.NaN;
}

/** A field with the numbers of its names. */
function toNumbers(text: string, bounds: FieldBounds | undefined): string {
  const { words = [], min = 0 } = bounds ?? {};
  return words.reduce((rest, word, index) => rest.replaceAll(word, String(index + min)), text.toUpperCase());
}

function invalid(text: string, problem: string): ServiceError {
  return new ServiceError('ValidationException', `Invalid Schedule Expression cron(${text}): it ${problem}.`);
}
