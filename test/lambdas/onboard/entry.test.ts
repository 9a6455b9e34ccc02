import { describe, expect, it } from 'vitest';
import { dueShardOf } from '../../../lambdas/domain/due.ts';
import { changeEntry, closeEntry, type EntryBasis } from '../../../lambdas/onboard/entry.ts';
import { aLaunch, anEntry, anInstance, idOf, minuteMs, nowMs, someSettings } from '../builders.ts';

const basis = (fields: Partial<EntryBasis> = {}): EntryBasis => ({
  launch: aLaunch(),
  instance: anInstance(),
  entry: undefined,
  settings: someSettings(),
  nowMs,
  ...fields,
});
const waits = { status: 'waiting', reason: 'NotRegistered' } as const;

describe('changeEntry', () => {
  it('makes a first entry from the launch and what EC2 says', () => {
    const instance = anInstance({
      launchedAtMs: nowMs - minuteMs,
      tags: { 'aws:autoscaling:groupName': 'web' },
    });
    expect(changeEntry(basis({ instance }), { ...waits, dueAt: nowMs + 1 })).toEqual({
      instanceId: idOf(1),
      status: 'waiting',
      reason: 'NotRegistered',
      source: 'asg:web',
      revision: 1,
      firstSeenAt: aLaunch().atMs,
      launchedAt: nowMs - minuteMs,
      changedAt: nowMs,
      dueAt: nowMs + 1,
      dueShard: dueShardOf(idOf(1)),
    });
  });

  it('keeps what it does not name, and drops the times of the old status', () => {
    const lasting = { platform: 'Ubuntu', profile: 'default', orderId: 'request-0.1', firstSeenAt: 1 };
    const entry = anEntry({
      ...lasting,
      revision: 4,
      leaseUntil: 2,
      dueAt: 3,
      dueShard: 'due-00',
      expiresAt: 4,
    });
    const to = changeEntry(basis({ entry }), { status: 'excluded', reason: 'ExcludedByTag' });
    expect(to).toMatchObject({ ...lasting, revision: 5, status: 'excluded', reason: 'ExcludedByTag' });
    expect(Object.keys(to)).not.toEqual(expect.arrayContaining([expect.stringMatching(/lease|due|expires/)]));
  });

  it.each(['commanded', 'onboarded', 'failed'] as const)(
    'keeps the command that an entry which becomes %s is about',
    (status) => {
      const entry = anEntry({ status: 'gone', commandId: 'command-1' });
      expect(changeEntry(basis({ entry }), { status, reason: 'CommandSent' }).commandId).toBe('command-1');
    },
  );

  it.each(['waiting', 'claimed', 'excluded', 'unmanaged'] as const)(
    'drops the command of an earlier start when the entry becomes %s',
    (status) => {
      const entry = anEntry({ status: 'failed', commandId: 'command-1' });
      expect(changeEntry(basis({ entry }), { ...waits, status })).not.toHaveProperty('commandId');
    },
  );

  it('accounts for the latest start, so that a restart is told from an old event', () => {
    const entry = anEntry({ launchedAt: nowMs - 9 * minuteMs });
    const instance = anInstance({ launchedAtMs: nowMs - minuteMs });
    expect(changeEntry(basis({ entry, instance }), waits).launchedAt).toBe(nowMs - minuteMs);
  });

  it('keeps source and start where EC2 shows nothing, and takes the launch for a first entry', () => {
    const entry = anEntry({ source: 'emr:j-1/CORE', launchedAt: 7 });
    expect(changeEntry(basis({ instance: undefined, entry }), waits)).toMatchObject({
      source: 'emr:j-1/CORE',
      launchedAt: 7,
    });
    expect(changeEntry(basis({ instance: undefined }), waits)).toMatchObject({
      source: 'standalone',
      launchedAt: aLaunch().atMs,
    });
  });

  it('learns the source from tags that came late', () => {
    const instance = anInstance({ tags: { 'aws:autoscaling:groupName': 'web' } });
    expect(changeEntry(basis({ instance, entry: anEntry({ source: 'standalone' }) }), waits).source).toBe(
      'asg:web',
    );
  });
});

describe('closeEntry', () => {
  it('lets DynamoDB forget the entry after the days of the settings, in epoch seconds', () => {
    const to = closeEntry(
      basis({ settings: someSettings({ closedEntryDays: 2 }), nowMs: 5_999 }),
      'Terminated',
    );
    expect(to).toMatchObject({ status: 'gone', reason: 'Terminated', expiresAt: 5 + 2 * 86_400 });
  });

  it.each(['commanded', 'onboarded', 'gone'] as const)(
    'keeps the command of an instance that was %s, which decides after a restart',
    (status) => {
      const entry = anEntry({ status, commandId: 'command-1' });
      expect(closeEntry(basis({ entry }), 'Stopped').commandId).toBe('command-1');
    },
  );

  it.each(['waiting', 'claimed', 'failed', 'unmanaged', 'excluded'] as const)(
    'drops the command of an instance that was %s: a restart may be commanded',
    (status) => {
      const entry = anEntry({ status, commandId: 'command-1' });
      expect(closeEntry(basis({ entry }), 'Stopped')).not.toHaveProperty('commandId');
    },
  );
});
