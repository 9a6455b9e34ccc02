const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Finds the time in UTC of a wall time; nothing when the clocks leave it out. Both are milliseconds, and a wall time counts
 * as if it were in UTC.
 */
export type ToUtc = (wallMs: number) => number | undefined;

/**
 * Reads the wall time of a time zone. An hour that comes twice is its first. Offsets are asked of Intl once a day, and
 * again only where the clocks change.
 */
export function wallTimeIn(timeZone: string): ToUtc {
  if (timeZone === 'UTC') return (wallMs) => wallMs;
  const offsetAt = offsetFinder(timeZone);
  const atMidnight = new Map<number, number>();
  const offsetOfDay = (day: number) => {
    const known = atMidnight.get(day) ?? offsetAt(day * dayMs);
    atMidnight.set(day, known);
    return known;
  };
  return (wallMs) => {
    // No zone is a day away from UTC, so the moment lies within these days.
    const day = Math.floor(wallMs / dayMs);
    const offsets = [day - 1, day, day + 1, day + 2].map(offsetOfDay);
    const [before = 0, ...after] = offsets;
    if (after.every((offset) => offset === before)) return wallMs - before;
    const candidates = [...new Set(offsets)].map((offset) => wallMs - offset).sort((a, b) => a - b);
    return candidates.find((utcMs) => utcMs + offsetAt(utcMs) === wallMs);
  };
}

/** Finds how far a time zone is ahead of UTC at a moment, in milliseconds. */
function offsetFinder(timeZone: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (utcMs) => {
    const name = format.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
  };
}
