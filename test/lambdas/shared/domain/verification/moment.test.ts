import { expect, it } from 'vitest';
import { dayMs, isDueWithin } from '../../../../../lambdas/shared/domain/verification/moment.ts';
import { hourMs, idsTo, minuteMs, nowMs } from '../../../builders.ts';

const since = { launchedAt: nowMs - 30 * dayMs, onboardedAt: nowMs - 30 * dayMs + 10 * minuteMs };
const due = (instance: Parameters<typeof isDueWithin>[0], fromMs: number, untilMs: number) =>
  isDueWithin(instance, { fromMs, untilMs });

it('every instance is due once a day, however the day is cut into stretches', () => {
  for (const instanceId of idsTo(50)) {
    const starts = Array.from({ length: 72 }, (_, index) => nowMs + index * 20 * minuteMs);
    const times = starts.filter((ms) => due({ instanceId, ...since }, ms, ms + 20 * minuteMs));
    expect(times).toHaveLength(1);
    expect(due({ instanceId, ...since }, nowMs, nowMs + dayMs)).toBe(true);
    const [ms = 0] = times;
    expect(due({ instanceId, ...since }, ms + dayMs, ms + dayMs + 20 * minuteMs)).toBe(true);
  }
});

it('a fleet is spread evenly over the day', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => nowMs + hour * hourMs);
  const counts = hours.map(
    (ms) => idsTo(10_000).filter((instanceId) => due({ instanceId, ...since }, ms, ms + hourMs)).length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  expect(Math.min(...counts)).toBeGreaterThan(330);
  expect(Math.max(...counts)).toBeLessThan(510);
});

it('one that was started again is due within hours after its start, and then day by day', () => {
  for (const instanceId of idsTo(20)) {
    const restarted = { instanceId, launchedAt: nowMs, onboardedAt: nowMs - dayMs };
    expect(due(restarted, nowMs, nowMs + 30 * minuteMs - 1)).toBe(false);
    expect(due(restarted, nowMs, nowMs + 2.5 * hourMs)).toBe(true);
    expect(due(restarted, nowMs + 2.5 * hourMs, nowMs + dayMs)).toBe(false);
    expect(due(restarted, nowMs + dayMs, nowMs + dayMs + 2.5 * hourMs)).toBe(true);
  }
});
