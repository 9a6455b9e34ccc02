import { expect, it } from 'vitest';
import { readMarker, writeMarker } from '../../../lambdas/mark-installed/marker-reading.ts';
import { markerStates } from '../../../lambdas/shared/domain/inventory/marker.ts';

const sinceMs = Date.UTC(2026, 0, 1, 2, 3, 4);
const doubtedMs = Date.UTC(2026, 0, 2);
const [key, sinceKey] = ['Muster-Marker-antivirus', 'Muster-Marker-antivirus-since'];
const since = '2026-01-01T02:03:04Z';

it.each([
  [
    { state: markerStates.has, sinceMs },
    { [key]: 'has', [sinceKey]: since },
  ],
  [
    { state: markerStates.hasNot, sinceMs, doubtedMs },
    { [key]: 'has-not', [sinceKey]: `${since} doubted 2026-01-02T00:00:00Z` },
  ],
])('%j is written as %j, and read again', (reading, tags) => {
  expect(writeMarker(reading, 'Muster', 'antivirus')).toEqual(tags);
  expect(readMarker(tags, 'Muster', 'antivirus')).toEqual(reading);
  expect(Object.values(tags).every((value) => /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u.test(value))).toBe(true);
});

it.each([
  {},
  { [key]: 'has' },
  { [sinceKey]: since },
  { [key]: 'maybe', [sinceKey]: since },
  { [key]: 'has', [sinceKey]: 'yesterday' },
  { [key]: 'has', [sinceKey]: '2026-13-01T02:03:04Z' },
])('%j is nothing that was written here', (tags) => {
  expect(readMarker(tags, 'Muster', 'antivirus')).toBeUndefined();
});

it('a doubt that nobody can read is none', () => {
  const tags = { [key]: 'has', [sinceKey]: `${since} doubted since Monday` };
  expect(readMarker(tags, 'Muster', 'antivirus')).toEqual({ state: 'has', sinceMs });
});
