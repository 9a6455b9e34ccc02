import { expect, it } from 'vitest';
import { measureMargin, planMargin } from '../../../lambdas/sweep/measure-margin.ts';
import { aCommanded, byId, hourMs, idOf, minuteMs, nowMs } from '../builders.ts';
import { fakeAccount } from '../fakes.ts';

const sinceMs = nowMs - 20 * minuteMs;
const sent = (minutesAgo: number, number = 1) =>
  aCommanded({
    instanceId: idOf(number),
    commandId: `command-${number}`,
    sentAt: nowMs - minutesAgo * minuteMs,
    changedAt: nowMs - minutesAgo * minuteMs,
  });
const listed = (number: number, requestedAtMs: number) => ({
  commandId: `command-${number}`,
  instanceIds: [idOf(number)],
  requestedAtMs,
});
const plan = (entries: Parameters<typeof planMargin>[0], commands: Parameters<typeof planMargin>[1]) =>
  planMargin(entries, commands, { sinceMs, nowMs });

it('a command that is not listed yet uses the time since it was sent', () => {
  expect(plan([sent(3), sent(5, 2)], [listed(2, nowMs - 5 * minuteMs)])).toBe(180);
});

it('a command that is listed uses only what the other clock is ahead', () => {
  expect(plan([sent(3)], [listed(1, nowMs - 3 * minuteMs)])).toBe(0);
  expect(plan([sent(3)], [listed(1, nowMs - 2 * minuteMs)])).toBe(60);
});

it('what is older than twice the margin, and what was sent at an unknown time, tells nothing', () => {
  expect(plan([sent(21), aCommanded()], [])).toBeUndefined();
});

it('nothing is asked when nothing is recent', async () => {
  const { ports } = fakeAccount();
  const commands = { listed: async () => Promise.reject(new Error('asked')) };
  const old = byId([aCommanded({ changedAt: nowMs - hourMs })]);
  expect(await measureMargin(old, { ...ports, commands }, nowMs)).toBeUndefined();
  expect(await measureMargin(byId([sent(3)]), { ...ports, commands }, nowMs).catch(String)).toContain(
    'asked',
  );
});
