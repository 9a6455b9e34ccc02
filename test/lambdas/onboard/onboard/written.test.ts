import { describe, expect, it } from 'vitest';
import { aCause, aStateChange, hourMs, lookTimes, minuteMs, nowMs } from '../../builders.ts';
import { decide, written } from '../facts.ts';

const groupTags = { 'aws:autoscaling:groupName': 'web' };

describe('what is written about an instance that waits', () => {
  it('says when to look again: soon at first, counted from now', () => {
    const entry = written({ managed: null });
    expect(entry).toMatchObject({ waitingSince: nowMs, dueAt: nowMs + 1 });
  });

  it('says to look later the longer the instance has waited, and keeps the start of the wait', () => {
    const waitingSince = nowMs - 31 * minuteMs;
    const entry = written({ managed: null, entry: { waitingSince } });
    expect(entry).toMatchObject({ waitingSince, dueAt: nowMs + 14 * minuteMs });
  });

  describe('in the early time, when every recheck looks', () => {
    const waiting = {
      dueAt: nowMs - minuteMs,
      waitingSince: nowMs - 20 * minuteMs,
      reason: 'NotRegistered',
    };

    it('is nothing when nothing has changed: the entry stays due', () => {
      expect(decide({ managed: null, entry: waiting })).toMatchObject({
        kind: 'leave',
        reason: 'NotRegistered',
      });
    });

    it.each([
      ['when the entry is not due yet', { managed: null, entry: { ...waiting, dueAt: nowMs + minuteMs } }],
      ['when the reason changed', { managed: { isOnline: false }, entry: waiting }],
      ['when the tags came late', { managed: null, entry: waiting, instance: { tags: groupTags } }],
      ['when the early time is over', { managed: null, entry: { ...waiting, waitingSince: nowMs - hourMs } }],
    ])('is the next look %s', (_name, facts) => {
      expect(decide(facts).kind).toBe('record');
    });
  });

  it('keeps the start of the wait when EC2 shows nothing for a moment, or the agent lost its connection', () => {
    const waitingSince = nowMs - 31 * minuteMs;
    expect(written({ instance: null, entry: { waitingSince } })).toMatchObject({ waitingSince });
    expect(written({ managed: { isOnline: false }, entry: { waitingSince } })).toMatchObject({
      waitingSince,
    });
  });

  it.each(['waiting', 'unmanaged', 'gone', 'failed'] as const)(
    'starts the wait anew after a restart of an instance that was %s, however old its first launch',
    (status) => {
      const longAgo = { launchedAt: nowMs - 98 * hourMs, firstSeenAt: nowMs - 99 * hourMs };
      const entry = written({
        managed: null,
        instance: { launchedAtMs: nowMs - minuteMs },
        entry: { ...longAgo, status, reason: 'AgentSilent', waitingSince: longAgo.launchedAt, attempts: 2 },
      });
      expect(entry).toMatchObject({ status: 'waiting', waitingSince: nowMs, dueAt: nowMs + 1 });
      expect(entry.firstSeenAt).toBe(longAgo.firstSeenAt);
      expect(entry).not.toHaveProperty('attempts');
    },
  );

  it('keeps its attempts at the same start', () => {
    expect(written({ managed: null, entry: { attempts: 2 } }).attempts).toBe(2);
    expect(written({ entry: { attempts: 2 } })).toMatchObject({ status: 'claimed', attempts: 2 });
  });

  it('names the system of an agent that lost its connection', () => {
    expect(written({ managed: { isOnline: false, platformName: 'Ubuntu' } }).platform).toBe('Ubuntu');
  });
});

describe('what is written about an instance past the horizon', () => {
  const waitingSince = nowMs - 2 * hourMs;

  const cause = aCause({
    code: 'NoEndpoint',
    detail: 'vpc-1 has no available endpoint of ssm',
    notLookedAt: ['a', 'b'],
  });

  it('has the cause and its place, keeps the start of the wait, and is due a day later', () => {
    const entry = written({
      managed: null,
      entry: { waitingSince, dueAt: nowMs },
      cause,
    });
    expect(entry).toMatchObject({
      status: 'unmanaged',
      reason: cause.code,
      causeDetail: cause.detail,
      causeCertainty: 'certain',
      notLookedAt: 'a; b',
      waitingSince,
      dueAt: nowMs + 24 * hourMs,
    });
  });

  const known = {
    status: 'unmanaged',
    reason: cause.code,
    causeDetail: 'vpc-1 has no available endpoint of ssm',
    causeCertainty: 'certain',
    notLookedAt: 'a; b',
    waitingSince,
    dueAt: nowMs,
  } as const;

  it('loses the place of a cause with the cause, and keeps the start of the wait', () => {
    const now = aCause({ code: 'NoInstanceProfile' });
    const entry = written({ managed: null, entry: known, cause: now });
    expect(entry).toMatchObject({ reason: now.code, waitingSince, dueAt: nowMs + 24 * hourMs });
    expect(entry).not.toHaveProperty('causeDetail');
    expect(written({ entry: known })).not.toHaveProperty('causeDetail');
  });

  it('keeps the cause and its place when a later look lacks evidence, and is due again', () => {
    const now = aCause({ code: 'CauseNotKnown', certainty: 'likely', lacksEvidence: true });
    const entry = written({ managed: null, entry: known, cause: now });
    expect(entry).toMatchObject({ ...known, dueAt: nowMs + 24 * hourMs });
    const unknown = { ...known, reason: 'OfAnotherVersion' };
    expect(written({ managed: null, entry: unknown, cause: now })).toMatchObject({
      reason: 'CauseNotKnown',
      causeCertainty: 'likely',
    });
  });

  it('keeps a cause that an earlier version of Muster found, which did not say how sure it was', () => {
    const now = aCause({ code: 'CauseNotKnown', certainty: 'likely', lacksEvidence: true });
    const { causeCertainty: _, notLookedAt: __, ...earlier } = known;
    const entry = written({ managed: null, entry: earlier, cause: now });
    expect(entry).toMatchObject({ reason: cause.code, causeDetail: cause.detail });
    expect(entry).not.toHaveProperty('causeCertainty');
    expect(entry).not.toHaveProperty('notLookedAt');
  });

  it('replaces a certain cause by a likely one, if nothing was missing', () => {
    const now = aCause({ code: 'VpcOfAnotherAccount', certainty: 'likely' });
    expect(written({ managed: null, entry: known, cause: now })).toMatchObject({
      reason: 'VpcOfAnotherAccount',
      causeCertainty: 'likely',
    });
  });

  it('follows the horizon of the settings', () => {
    const horizonOf = (horizonSeconds: number) =>
      written({
        managed: null,
        entry: { waitingSince },
        cause,
        settings: { lookTimes: { ...lookTimes, horizonSeconds } },
      });
    expect(horizonOf(7200).status).toBe('unmanaged');
    expect(horizonOf(7201).status).toBe('waiting');
  });
});

describe('what is written about an instance that runs again', () => {
  const restarted = { launchedAtMs: nowMs - minuteMs };
  const stopped = { status: 'gone', reason: 'Stopped', launchedAt: nowMs - hourMs } as const;

  it('makes the result of an open command due now, and sends none', () => {
    const entry = written({ instance: restarted, entry: { ...stopped, orderId: 'o', commandId: 'c' } });
    expect(entry).toMatchObject({ status: 'commanded', orderId: 'o', commandId: 'c', dueAt: nowMs });
    expect(entry.launchedAt).toBe(restarted.launchedAtMs);
  });

  it('is onboarded at once if it was before, and nothing is due', () => {
    const known = { ...stopped, commandId: 'c', onboardedAt: 7 };
    const entry = written({ instance: restarted, entry: known });
    expect(entry).toMatchObject({ status: 'onboarded', commandId: 'c', onboardedAt: 7 });
    expect(entry).not.toHaveProperty('dueAt');
  });

  it('lets only a terminated entry be forgotten, after the days of the settings', () => {
    const settings = { closedEntryDays: 2 };
    const closed = (state: 'stopped' | 'terminated') => written({ instance: { state }, entry: {}, settings });
    expect(closed('stopped')).not.toHaveProperty('expiresAt');
    expect(closed('terminated').expiresAt).toBe(nowMs + 48 * hourMs);
  });
});

describe('the source of an instance', () => {
  const tags = { 'aws:autoscaling:groupName': 'web' };

  it('follows tags that came late', () => {
    expect(written({ managed: null, instance: { tags }, entry: {} }).source).toBe('asg:web');
  });

  it('stays when EC2 shows nothing, and so does the start', () => {
    const entry = written({ instance: null, entry: { source: 'emr:j-1/CORE', launchedAt: 7 } });
    expect(entry).toMatchObject({ source: 'emr:j-1/CORE', launchedAt: 7 });
    expect(written({ instance: null })).toMatchObject({
      source: 'standalone',
      launchedAt: aStateChange().atMs,
      firstSeenAt: aStateChange().atMs,
    });
  });

  it('changes with the latest start, so that a restart can be told from an old event', () => {
    const entry = { launchedAt: nowMs - 9 * minuteMs };
    const instance = { launchedAtMs: nowMs - minuteMs };
    expect(written({ managed: null, instance, entry }).launchedAt).toBe(instance.launchedAtMs);
  });
});
