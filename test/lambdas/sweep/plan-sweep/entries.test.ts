import { describe, expect, it } from 'vitest';
import { rosterStatuses } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { planSweep } from '../../../../lambdas/sweep/plan-sweep.ts';
import { hourMs, idOf, minuteMs, nowMs } from '../../builders.ts';
import { census, found, sameStart } from '../sweep-census.ts';

describe('an entry whose instance does not run', () => {
  const open = rosterStatuses.filter((status) => status !== 'gone');

  it.each(open)('has vanished when it is %s, and the time handed over is now', (status) => {
    expect(planSweep(census({ entries: [{ status }] })).findings).toEqual([
      { instanceId: idOf(1), state: 'terminated', atMs: nowMs, kind: 'vanished' },
    ]);
  });

  it.each(['stopped', 'shutting-down', 'terminated'] as const)(
    'has vanished while EC2 shows it %s',
    (state) => {
      expect(found({ instances: [{ state }], entries: [{ status: 'onboarded' }] })).toEqual([
        ['vanished', idOf(1)],
      ]);
    },
  );

  it('has not when it is closed already', () => {
    expect(found({ entries: [{ status: 'gone' }] })).toEqual([]);
    expect(found({ instances: [{ state: 'stopped' }], entries: [{ status: 'gone' }] })).toEqual([]);
  });

  it('has vanished when it was stopped and EC2 no longer shows it: it was terminated since', () => {
    const stopped = { status: 'gone' as const, reason: 'Stopped' };
    expect(found({ entries: [stopped] })).toEqual([['vanished', idOf(1)]]);
    expect(found({ instances: [{ state: 'stopped' }], entries: [stopped] })).toEqual([]);
  });

  it('has not vanished while the entry is fresh: EC2 may lag by a moment', () => {
    const since = (milliseconds: number) => found({ entries: [{ changedAt: nowMs - milliseconds }] });
    expect(since(30 * minuteMs - 1)).toEqual([]);
    expect(since(30 * minuteMs)).toEqual([['vanished', idOf(1)]]);
  });
});

describe('an entry that has failed while its instance runs', () => {
  const failed = { status: 'failed' as const, launchedAt: nowMs - 2 * hourMs };

  it('is handed to the onboarding when the instance was started again since, with that start', () => {
    expect(planSweep(census({ instances: [{}], entries: [failed] })).findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'restarted' },
    ]);
  });

  it('is left alone when the instance has the same start, or the entry is fresh', () => {
    expect(found({ instances: [{}], entries: [{ ...failed, ...sameStart }] })).toEqual([]);
    expect(found({ instances: [{}], entries: [{ ...failed, changedAt: nowMs - minuteMs }] })).toEqual([]);
  });
});

describe('an entry that is gone while its instance runs', () => {
  it('is handed to the onboarding, because the event of its restart was lost', () => {
    expect(planSweep(census({ instances: [{}], entries: [{ status: 'gone' }] })).findings).toHaveLength(1);
  });

  it('is left alone while it is fresh: the event may be on its way', () => {
    const entries = [{ status: 'gone' as const, changedAt: nowMs - minuteMs }];
    expect(found({ instances: [{}], entries })).toEqual([]);
  });
});

describe('an unmanaged instance', () => {
  const unmanaged = { status: 'unmanaged', reason: 'AgentSilent' } as const;

  it('is found when it has registered and answers, with its start', () => {
    expect(planSweep(census({ instances: [{}], managed: [{}], entries: [unmanaged] })).findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'registered' },
    ]);
  });

  it('is not found while it is absent or does not answer', () => {
    expect(found({ instances: [{}], entries: [unmanaged] })).toEqual([]);
    expect(found({ instances: [{}], managed: [{ isOnline: false }], entries: [unmanaged] })).toEqual([]);
  });

  it.each(rosterStatuses.filter((status) => status !== 'unmanaged' && status !== 'gone'))(
    'is the only one found in this way; one that is %s is not',
    (status) => {
      expect(found({ instances: [{}], managed: [{}], entries: [{ status }] })).toEqual([]);
    },
  );

  it('is found as vanished, and not as registered, when it no longer runs', () => {
    const facts = { instances: [{ state: 'terminated' as const }], managed: [{}], entries: [unmanaged] };
    expect(found(facts)).toEqual([['vanished', idOf(1)]]);
  });
});
