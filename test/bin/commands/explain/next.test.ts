import { describe, expect, it } from 'vitest';
import { nextOfUnknown, tellNext } from '../../../../bin/commands/explain/next.ts';
import type { Facts } from '../../../../bin/commands/explain/read-facts.ts';
import type { DeploymentFacts } from '../../../../lambdas/shared/runtime/contract.ts';
import { anEntry, anInstance, type EntryFields, hourMs, minuteMs, nowMs } from '../../../lambdas/builders.ts';

/** Other times than those by default. */
const deployment: DeploymentFacts = {
  ...{ launchSeconds: 120, recheckSeconds: 420, sweepSeconds: 1800, missingAfterSeconds: 2400 },
  ...{ horizonSeconds: 3600, logGroups: [] },
};

function someFacts(facts: Partial<Facts> = {}): Facts {
  return {
    ...{ instanceId: 'i-1', entry: undefined, instance: anInstance(), managed: undefined },
    ...{ commands: [], logged: undefined, deployment, nowMs },
    ...facts,
  };
}

const next = (entry: EntryFields, facts: Partial<Facts> = {}) => tellNext(someFacts(facts), anEntry(entry));
const laterBy = (minutes: number) => new Date(nowMs + minutes * minuteMs).toISOString();

describe('what is next', () => {
  it('comes with the next recheck after the time of the entry', () => {
    expect(next({ dueAt: nowMs + 10 * minuteMs, waitingSince: nowMs })).toEqual({
      what: 'a recheck looks again',
      at: laterBy(10),
      by: laterBy(17),
      unmanagedAt: laterBy(60),
    });
  });

  it('has no time in the past: what is due comes with the next recheck', () => {
    expect(next({ reason: 'NotVisible', dueAt: nowMs - minuteMs })).toEqual({
      what: 'a recheck looks again',
      withinSeconds: 420,
    });
  });

  it('is another command after one that failed for a passing reason, without a horizon', () => {
    const entry = { reason: 'DownloadFailed', statusDetails: 'Failed', dueAt: nowMs + 5 * minuteMs };
    expect(next(entry)).toEqual({ what: 'a recheck sends another command', at: laterBy(5), by: laterBy(12) });
    expect(next({ reason: 'NextAgent', dueAt: nowMs })).toMatchObject({
      what: 'a recheck sends the next agent of its profile',
    });
  });

  it('of a claim is the send, and after its lease the search for the command', () => {
    expect(next({ status: 'claimed', leaseUntil: nowMs + 12 * minuteMs })).toMatchObject({ at: laterBy(12) });
    expect(next({ status: 'claimed', leaseUntil: nowMs - 1 }).what).toContain('has run out');
  });

  it.each([
    ['AgentSilent', 'a sweep (every 30 minutes) sees when its agent answers'],
    ['ConnectionLost', 'a sweep (every 30 minutes) sees when its agent answers'],
    ['AgentTooOld', 'a sweep (every 30 minutes) sees when its SSM agent is new enough'],
    ['SendDenied', 'a sweep (every 30 minutes) has it tried again'],
  ])('of an instance that is unmanaged for %s: %s', (reason, what) => {
    const told = next({ status: 'unmanaged', reason, dueAt: nowMs + hourMs });
    expect(told).toEqual({
      what: `${what}; its cause is looked for again`,
      at: laterBy(60),
      by: laterBy(67),
    });
  });

  it('of an instance that has stopped unseen is that its entry is closed', () => {
    const stopped = { instance: anInstance({ state: 'stopped' as const }) };
    const told = next({ status: 'onboarded', changedAt: nowMs }, stopped);
    expect(told.what).toBe(
      'EC2 shows it as stopped: its event, or a sweep (every 30 minutes), closes the entry',
    );
    expect(told.by).toBe(laterBy(40 + 30 + 2));
    const old = next({ status: 'onboarded', changedAt: nowMs - hourMs }, stopped);
    expect(old.withinSeconds).toBe((30 + 2) * 60);
    expect(next({ status: 'commanded' }, stopped)).not.toHaveProperty('by');
    expect(next({ reason: 'NotVisible' }, { instance: undefined }).what).toBe('a recheck looks again');
  });

  it('of an entry that is closed follows from what EC2 shows', () => {
    const gone = (reason: string, instance: Facts['instance']) =>
      next({ status: 'gone', reason, expiresAt: nowMs + hourMs }, { instance });
    expect(gone('Stopped', anInstance({ state: 'stopped' })).what).toBe(
      'it is looked at when it starts again',
    );
    expect(gone('Stopped', anInstance()).what).toContain('it runs again');
    expect(gone('Stopped', undefined).what).toContain('says so in the entry');
    expect(gone('Terminated', undefined)).toMatchObject({ at: laterBy(60) });
  });

  it('of a wait that is over already, as after an outage, is no moment that has passed', () => {
    const told = next({ reason: 'NotRegistered', waitingSince: nowMs - 24 * hourMs, dueAt: nowMs });
    expect(told.what).toBe(
      'a recheck looks again; it has waited so long that it is then unmanaged, unless that goes well',
    );
    expect(told).not.toHaveProperty('unmanagedAt');
  });

  it('says no time of a deployment that tells none', () => {
    const told = next({ dueAt: nowMs + minuteMs }, { deployment: undefined });
    expect(told).toEqual({ what: 'a recheck looks again', at: laterBy(1) });
  });
});

describe('what is next about an instance without an entry', () => {
  const what = (facts: Partial<Facts>) => nextOfUnknown(someFacts(facts)).what;

  it('follows from the deployed times', () => {
    expect(what({})).toBe(
      'the event of its start brings it within 2 minutes, or a sweep within 72 minutes; one that ran before Muster ' +
        'was deployed is left alone until muster rollout start --not-adopted',
    );
  });

  it('is nothing for one that has ended, or that nobody knows', () => {
    expect(what({ instance: anInstance({ state: 'terminated' }) })).toContain('it has ended');
    expect(what({ instance: anInstance({ state: 'stopped' }) })).toContain('when it starts again');
    expect(what({ instance: undefined })).toContain('check the id');
  });
});
