import { describe, expect, it } from 'vitest';
import { hasTimedOut, planGate } from '../../../lambdas/launch-gate/plan-gate.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, minuteMs, nowMs } from '../builders.ts';
import { aGate, aHold } from './holds.ts';

const lookSeconds = 60;
const plan = (entry: RosterEntry | undefined, hold = aHold(), now = nowMs) =>
  planGate(hold, entry, aGate, { now, lookSeconds });
const proceeds = (reason: string) => ({ kind: 'complete', result: 'CONTINUE', isReady: true, reason });
const givesUp = (reason: string) => ({ kind: 'complete', result: 'ABANDON', isReady: false, reason });

describe('a held instance', () => {
  it.each([
    ['is onboarded', anEntry({ status: 'onboarded' }), 'Onboarded'],
    ['is left alone', anEntry({ status: 'excluded' }), 'Excluded'],
    [
      'was onboarded in the warm pool, and its start is not known yet',
      anEntry({ status: 'gone', reason: 'Stopped', onboardedAt: nowMs }),
      'OnboardedBefore',
    ],
  ])('goes on when it %s', (_, entry, reason) => {
    expect(plan(entry)).toEqual(proceeds(reason));
  });

  it('goes on when it is onboarded, even after the longest hold', () => {
    const hold = aHold({ startedAt: nowMs - 61 * minuteMs });
    expect(plan(anEntry({ status: 'onboarded' }), hold)).toEqual(proceeds('Onboarded'));
  });

  it.each([
    ['waits', anEntry(), 'NotOnboarded'],
    ['is about to get a command', anEntry({ status: 'claimed' }), 'NotOnboarded'],
    ['has a command', anEntry({ status: 'commanded' }), 'NotOnboarded'],
    ['is unmanaged', anEntry({ status: 'unmanaged' }), 'NotOnboarded'],
    ['is unknown', undefined, 'Unknown'],
    [
      'was stopped before it was onboarded',
      anEntry({ status: 'gone', reason: 'Stopped' }),
      'WillBeDecidedAnew',
    ],
    [
      'failed before this start, which opens its entry again',
      anEntry({ status: 'failed', changedAt: nowMs - 11 * minuteMs }),
      'WillBeDecidedAnew',
    ],
  ])('waits while it %s, and then the group decides', (_, entry, reason) => {
    expect(plan(entry)).toMatchObject({ kind: 'wait', reason });
    const hold = aHold({ startedAt: nowMs - 60 * minuteMs });
    const old = entry?.status === 'failed' ? { ...entry, changedAt: hold.startedAt - 1 } : entry;
    expect(plan(old, hold)).toEqual(givesUp('HeldTooLong'));
  });

  it('is decided by its group at once when it has failed', () => {
    expect(plan(anEntry({ status: 'failed' }))).toEqual(givesUp('Failed'));
  });

  it('is given up when it is terminated, and nobody need know', () => {
    expect(plan(anEntry({ status: 'gone' }))).toEqual({
      ...givesUp('Terminated'),
      isReady: true,
    });
  });

  it('is dropped when its group has no gate any more', () => {
    expect(planGate(aHold(), anEntry(), undefined, { now: nowMs, lookSeconds })).toEqual({
      kind: 'drop',
      reason: 'UnknownGroup',
    });
  });
});

describe('the next look', () => {
  const lookAt = (secondsAfterStart: number) => {
    const hold = aHold({ startedAt: nowMs });
    const step = plan(undefined, hold, nowMs + secondsAfterStart * 1000);
    return step.kind === 'wait' ? (step.lookAt - nowMs) / 1000 : step.kind;
  };

  it('comes at a whole minute since the start, so that copies of a hold meet', () => {
    expect([0, 1, 59, 60, 61, 119].map(lookAt)).toEqual([60, 60, 60, 120, 120, 120]);
  });

  it('comes at the end of the longest hold, and not after it', () => {
    expect([3540, 3599, 3600].map(lookAt)).toEqual([3600, 3600, 'complete']);
  });

  it('comes soon for an event that is ahead of the clock', () => {
    expect(lookAt(-30)).toBe(60);
  });
});

describe('a heartbeat', () => {
  const isDue = (secondsAgo: number) => {
    const step = plan(undefined, aHold({ heartbeatAt: nowMs - secondsAgo * 1000 }));
    return step.kind === 'wait' && step.isHeartbeatDue;
  };

  it('is due after a third of the time-out of the hook', () => {
    expect([0, 599, 600, 1800].map(isDue)).toEqual([false, false, true, true]);
  });

  it('that is missing for the whole time-out lets the hook decide', () => {
    const timedOut = (secondsAgo: number) =>
      hasTimedOut(aHold({ heartbeatAt: nowMs - secondsAgo * 1000 }), aGate, nowMs);
    expect([1799, 1800].map(timedOut)).toEqual([false, true]);
  });
});
