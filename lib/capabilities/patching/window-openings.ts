import { type CronExpression, isOnDay } from '../../configuration/cron-expression.ts';
import { type ToUtc, wallTimeIn } from './wall-time.ts';
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

/** Finds whether two windows are ever open at once. */
export type FindMeeting = (one: OpeningTimes, other: OpeningTimes) => Meeting;

/**
 * A rate counts from the moment when its window is made, which is not known here. Two rates begin with one deployment,
 * and a rate that comes sooner than both windows last meets every other. What is found keeps the openings that it has
 * listed, because each window is compared with many.
 */
export function meetingFinder(): FindMeeting {
  const listed = new Map<string, readonly number[]>();
  const zones = new Map<string, ToUtc>();
  const openingsOf = (window: OpeningTimes, from: number) => {
    const { schedule, timeZone, offsetDays = 0 } = window;
    const key = JSON.stringify([schedule, timeZone, offsetDays, from]);
    const toUtc = zones.get(timeZone) ?? wallTimeIn(timeZone);
    zones.set(timeZone, toUtc);
    const openings = listed.get(key) ?? listOpenings(window, from, toUtc);
    listed.set(key, openings);
    return openings;
  };
  return (one, other) => {
    const [everyOne, everyOther] = [rateOf(one), rateOf(other)];
    if (everyOne !== undefined || everyOther !== undefined) {
      const isBoth = everyOne !== undefined && everyOther !== undefined;
      const bothMs = (one.durationHours + other.durationHours) * hourMs;
      return isBoth || (everyOne ?? everyOther ?? 0) * minuteMs <= bothMs ? 'always' : undefined;
    }
    const from = Math.max(firstYearOf(one), firstYearOf(other));
    return findFirst(openingsOf(one, from), one.durationHours, openingsOf(other, from), other.durationHours);
  };
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
function listOpenings(window: OpeningTimes, from: number, toUtc: ToUtc): readonly number[] {
  const read = readSchedule(window.schedule);
  if (typeof read === 'string' || 'everyMinutes' in read) return [];
  if ('wallTime' in read) return [toUtc(read.wallTime.getTime()) ?? []].flat();
  const shiftMs = (window.offsetDays ?? 0) * dayMs;
  const times = read.cron.hours.flatMap((hour) =>
    read.cron.minutes.map((minute) => hour * hourMs + minute * minuteMs),
  );
  return listDays(read.cron, from).flatMap((day) =>
    times.flatMap((time) => toUtc(day + shiftMs + time) ?? []),
  );
}

/** The days on which a schedule runs, each as midnight. A window of the last day before may still be open on the first. */
function listDays(cron: CronExpression, from: number): readonly number[] {
  const [first, end] = [Date.UTC(from, 0, 1) - 8 * dayMs, Date.UTC(from + yearCount, 0, 1)];
  return Array.from({ length: (end - first) / dayMs }, (_, index) => first + index * dayMs).filter((time) => {
    const day = new Date(time);
    return (cron.years?.includes(day.getUTCFullYear()) ?? true) && isOnDay(cron, day);
  });
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
