/** The days of the week, as they are written in a window. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A time of the week. One that ends before it begins ends on the next day. */
export interface TimeWindow {
  readonly days: readonly Weekday[];
  /** `22:00`, by the clocks of the time zone. */
  readonly from: string;
  readonly until: string;
  /** A name of the IANA database, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** True in one of the windows, or when there is none. */
export function isInWindow(windows: readonly TimeWindow[], nowMs: number): boolean {
  return windows.length === 0 || windows.some((window) => isInside(window, nowMs));
}

function isInside({ days, from, until, timeZone }: TimeWindow, nowMs: number): boolean {
  const { day, minute } = localTime(timeZone, nowMs);
  const [begin, end] = [minuteOf(from), minuteOf(until)];
  const isOn = (weekday: number) => days.some((name) => weekdays.indexOf(name) === weekday);
  if (begin < end) return isOn(day) && minute >= begin && minute < end;
  return (isOn(day) && minute >= begin) || (isOn((day + 6) % 7) && minute < end);
}

/** The day of the week, from 0 for Monday, and the minute of the day. */
function localTime(timeZone: string, nowMs: number): { readonly day: number; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...({ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  const names: readonly (string | undefined)[] = weekdays;
  const day = names.indexOf(parts.get('weekday')?.toLowerCase());
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
