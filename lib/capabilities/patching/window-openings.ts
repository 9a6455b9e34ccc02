import { type CronExpression, isOnDay } from '../../configuration/cron-expression.ts';
import { readSchedule } from './window-schedule.ts';
import type { Window } from './window-schema.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** When a window opens, and for how long. */
export type OpeningTimes = Pick<Window, 'schedule' | 'timeZone' | 'offsetDays' | 'durationHours'>;

/**
 * The years that are looked through. In twelve years every date falls on every weekday, so no pair of schedules that
 * meets at all is missed. They are fixed: what is right today must not be refused next year.
 */
const firstYear = 2027;
const yearCount = 12;

/** The first moment at which two windows are open, in UTC; nothing when there is none. */
export type Meeting = Date | 'always' | undefined;

/**
 * Whether two windows are ever open at once. A rate counts from the moment when its window is made, which is not known
 * here. Two rates begin with one deployment, and a rate that comes sooner than both windows last meets every other.
 */
export function findMeeting(one: OpeningTimes, other: OpeningTimes): Meeting {
  const [everyOne, everyOther] = [rateOf(one), rateOf(other)];
  if (everyOne !== undefined || everyOther !== undefined) {
    const isBoth = everyOne !== undefined && everyOther !== undefined;
    const bothMs = (one.durationHours + other.durationHours) * hourMs;
    return isBoth || (everyOne ?? everyOther ?? 0) * minuteMs <= bothMs ? 'always' : undefined;
  }
  const from = Math.max(firstYearOf(one), firstYearOf(other));
  return findFirst(
    listOpenings(one, from),
    one.durationHours,
    listOpenings(other, from),
    other.durationHours,
  );
}

function rateOf({ schedule }: OpeningTimes): number | undefined {
  const read = readSchedule(schedule);
  return typeof read !== 'string' && 'everyMinutes' in read ? read.everyMinutes : undefined;
}

function firstYearOf({ schedule }: OpeningTimes): number {
  const read = readSchedule(schedule);
  if (typeof read === 'string' || 'everyMinutes' in read) return firstYear;
  return 'cron' in read ? (read.cron.years?.[0] ?? firstYear) : read.wallTime.getUTCFullYear();
}

/** The times in UTC at which a window opens, in order, in milliseconds. */
function listOpenings(window: OpeningTimes, from: number): readonly number[] {
  const read = readSchedule(window.schedule);
  if (typeof read === 'string' || 'everyMinutes' in read) return [];
  const shiftMs = (window.offsetDays ?? 0) * dayMs;
  const toUtc = utcFinder(window.timeZone);
  if ('wallTime' in read) return [toUtc(read.wallTime.getTime())];
  const times = read.cron.hours.flatMap((hour) =>
    read.cron.minutes.map((minute) => hour * hourMs + minute * minuteMs),
  );
  return listDays(read.cron, from).flatMap((day) => {
    const dayUtc = toUtc(day + shiftMs);
    return times.map((time) => dayUtc + time);
  });
}

/** The days on which a schedule runs, each as midnight. A window of the last day before may still be open on the first. */
function listDays(cron: CronExpression, from: number): readonly number[] {
  const [first, end] = [Date.UTC(from, 0, 1) - 8 * dayMs, Date.UTC(from + yearCount, 0, 1)];
  return Array.from({ length: (end - first) / dayMs }, (_, index) => first + index * dayMs).filter((time) => {
    const day = new Date(time);
    return (cron.years?.includes(day.getUTCFullYear()) ?? true) && isOnDay(cron, day);
  });
}

/** Finds the time in UTC of a wall time. The hours of a night in which the clocks change may be one too few or too many. */
function utcFinder(timeZone: string): (wallMs: number) => number {
  if (timeZone === 'UTC') return (wallMs) => wallMs;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (wallMs) => {
    const name = format
      .formatToParts(wallMs + 12 * hourMs)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
    return wallMs - (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
  };
}

/** The first moment at which one of each is open. */
function findFirst(
  ones: readonly number[],
  oneHours: number,
  others: readonly number[],
  otherHours: number,
): Meeting {
  for (let at = 0, beside = 0; at < ones.length && beside < others.length; ) {
    const [one = 0, other = 0] = [ones[at], others[beside]];
    if (one + oneHours * hourMs <= other) at += 1;
    else if (other + otherHours * hourMs <= one) beside += 1;
    else return new Date(Math.max(one, other));
  }
  return undefined;
}
