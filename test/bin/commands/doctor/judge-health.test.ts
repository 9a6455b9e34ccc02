import { expect, it } from 'vitest';
import { judgeAlarms, judgeLetters, judgePulse } from '../../../../bin/commands/doctor/judge-health.ts';

const nowMs = Date.UTC(2026, 0, 1);
const agoMs = (minutes: number) => nowMs - minutes * 60_000;

it.each([
  [{ atMs: agoMs(4), heldUntilMs: undefined }, 'ok'],
  [{ atMs: agoMs(65), heldUntilMs: undefined }, 'ok'],
  [{ atMs: agoMs(71), heldUntilMs: undefined }, 'fail'],
  [{ atMs: agoMs(4), heldUntilMs: nowMs + 60_000 }, 'warn'],
  [{ atMs: agoMs(4), heldUntilMs: nowMs - 60_000 }, 'ok'],
  [undefined, 'warn'],
])('a pulse %j is %s', (pulse, verdict) => {
  expect(judgePulse(pulse, nowMs).verdict).toBe(verdict);
});

it('a raised alarm is a failure, and so is an installation without alarms', () => {
  const raised = [{ name: 'Muster/Onboarding/SweepsMissed', since: '2026-01-01', description: '' }];
  expect(judgeAlarms({ count: 9, withoutData: 0, raised }).verdict).toBe('fail');
  expect(judgeAlarms({ count: 0, withoutData: 0, raised: [] }).verdict).toBe('fail');
  expect(judgeAlarms({ count: 9, withoutData: 2, raised: [] })).toMatchObject({
    verdict: 'ok',
    found: 'none of 9 is raised, 2 without data yet',
  });
});

it('queues with dead letters are named', () => {
  expect(
    judgeLetters([
      { name: 'A', count: 0 },
      { name: 'B', count: 3 },
    ]),
  ).toMatchObject({
    verdict: 'fail',
    found: '3 in B',
  });
});
