import { describe, expect, it } from 'vitest';
import { wallTimeIn } from '../../../../lib/capabilities/patching/wall-time.ts';

const utcOf = (timeZone: string, wall: string) => {
  const utcMs = wallTimeIn(timeZone)(Date.parse(`${wall}Z`));
  return utcMs === undefined ? undefined : new Date(utcMs).toISOString().slice(0, 16);
};

describe('a wall time is, in UTC', () => {
  it.each([
    ['UTC', '2026-07-01T02:00', '2026-07-01T02:00'],
    ['Europe/Berlin', '2026-01-01T00:30', '2025-12-31T23:30'],
    ['Europe/Berlin', '2026-07-01T02:00', '2026-07-01T00:00'],
    ['Asia/Kolkata', '2026-07-01T02:00', '2026-06-30T20:30'],
    ['America/St_Johns', '2026-01-01T02:00', '2026-01-01T05:30'],
    ['Pacific/Kiritimati', '2026-01-01T02:00', '2025-12-31T12:00'],
    // The night in which the clocks go forward, and the one in which they go back.
    ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00'],
    ['Europe/Berlin', '2026-10-25T01:59', '2026-10-24T23:59'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30'],
    ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00'],
    ['America/New_York', '2026-03-08T23:00', '2026-03-09T03:00'],
    ['America/New_York', '2026-03-07T23:00', '2026-03-08T04:00'],
  ])('in %s at %s: %s', (timeZone, wall, utc) => {
    expect(utcOf(timeZone, wall)).toBe(utc);
  });

  it('nothing when the clocks leave it out', () => {
    expect(utcOf('Europe/Berlin', '2026-03-29T02:30')).toBeUndefined();
  });
});
