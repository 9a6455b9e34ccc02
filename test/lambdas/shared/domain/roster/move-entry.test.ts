import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueShardOf, problemShardOf } from '../../../../../lambdas/shared/domain/roster/due.ts';
import {
  type EntryChange,
  identityOf,
  moveEntry,
} from '../../../../../lambdas/shared/domain/roster/move-entry.ts';
import {
  isLegalMove,
  type RosterEntry,
  type RosterStatus,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, minuteMs, nowMs } from '../../../builders.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const status = fc.constantFrom(...rosterStatuses);
const time = fc.integer({ min: 1, max: nowMs });

/** Any fields that an entry may have besides those that every entry has. */
const moreFields = fc.record(
  {
    platform: fc.constant('Ubuntu'),
    profile: fc.constant('default'),
    document: fc.constant('Muster-Linux'),
    documentVersion: fc.constant('7'),
    orderId: fc.constant('request-0.1'),
    commandId: fc.constant('command-1'),
    attempts: fc.integer({ min: 1, max: 9 }),
    step: fc.constant('install'),
    statusDetails: fc.constant('Failed'),
    exitCode: fc.integer({ min: 0, max: 255 }),
    causeDetail: fc.constant('vpc-1 has no available endpoint of ssm'),
    onboardedAt: time,
    waitingSince: time,
    leaseUntil: time,
    dueAt: time,
    dueShard: fc.constant('due-00'),
    problemShard: fc.constant('problem-00'),
    expiresAt: time,
  },
  { requiredKeys: [] },
);

/** Any entry of instance 1, likely or not, and a move that it may make. */
const anyMove = fc
  .record({
    from: maybe(fc.record({ status, revision: fc.integer({ min: 1, max: 99 }), more: moreFields })),
    to: status,
    dueAt: maybe(time),
    hasRestarted: fc.boolean(),
  })
  .filter(({ from, to }) => isLegalMove(from?.status, to))
  .map(({ from, to, dueAt, hasRestarted }) => ({
    from: from && anEntry({ ...from.more, status: from.status, revision: from.revision }),
    change: {
      ...identityOf(anEntry()),
      status: to,
      reason: 'NotRegistered',
      ...(hasRestarted ? { launchedAt: nowMs } : {}),
      ...(dueAt === undefined ? {} : { dueAt }),
    } as const,
  }));

/** Checks every legal move of any entry. */
function forEveryMove(check: (to: RosterEntry, from: RosterEntry | undefined, change: EntryChange) => void) {
  fc.assert(
    fc.property(anyMove, ({ from, change }) => {
      const move = moveEntry(from, change, nowMs);
      expect(move.from).toBe(from);
      check(move.to, move.from, change);
    }),
    { numRuns: 500 },
  );
}

/** The entry after a move of `from` to a status, at the same start. */
const movedFrom = (from: Partial<RosterEntry>, change: Partial<EntryChange> & { status: RosterStatus }) =>
  moveEntry(anEntry(from), { ...identityOf(anEntry()), reason: 'NotRegistered', ...change }, nowMs).to;

describe('moveEntry', () => {
  const edges = rosterStatuses.flatMap((from) => rosterStatuses.map((to) => [from, to] as const));

  it.each(edges.filter(([from, to]) => !isLegalMove(from, to)))(
    'refuses a move from %s to %s',
    (from, to) => {
      expect(() => movedFrom({ status: from }, { status: to })).toThrow(
        `The roster forbids a move from ${from} to ${to}.`,
      );
    },
  );

  it.each(edges.filter(([from, to]) => isLegalMove(from, to)))('lets %s become %s', (from, to) => {
    expect(movedFrom({ status: from }, { status: to }).status).toBe(to);
  });

  it('makes a first entry of what it is given, with revision 1', () => {
    const first = { ...identityOf(anEntry()), status: 'waiting', reason: 'NotRegistered', dueAt: 7 } as const;
    expect(moveEntry(undefined, first, nowMs)).toEqual({
      from: undefined,
      to: { ...first, revision: 1, changedAt: nowMs, dueShard: dueShardOf(idOf(1)) },
    });
  });

  it('goes to the next revision, at the time that it is given', () => {
    forEveryMove((to, from) => {
      expect(to.revision).toBe((from?.revision ?? 0) + 1);
      expect(to.changedAt).toBe(nowMs);
    });
  });

  it('is in the index of what is due exactly while it is due', () => {
    forEveryMove((to, _from, { dueAt }) => {
      expect(to.dueAt).toBe(dueAt);
      expect(to.dueShard).toBe(dueAt === undefined ? undefined : dueShardOf(idOf(1)));
    });
  });

  it('is in the index of problems exactly while it failed or is unmanaged', () => {
    forEveryMove((to) => {
      const isProblem = ['failed', 'unmanaged'].includes(to.status);
      expect(to.problemShard).toBe(isProblem ? problemShardOf(idOf(1)) : undefined);
    });
  });

  it('leaves no field that is there and has no value, which DynamoDB would refuse', () => {
    forEveryMove((to) => expect(Object.values(to)).not.toContain(undefined));
  });

  it('keeps what says which instance it is and what it got, and drops leases and expiries', () => {
    const lasting = ['platform', 'profile', 'document', 'documentVersion', 'onboardedAt'] as const;
    forEveryMove((to, from) => {
      for (const field of lasting) expect(to[field]).toBe(from?.[field]);
      expect(to.leaseUntil).toBeUndefined();
      expect(to.expiresAt).toBeUndefined();
    });
  });

  it('lets the change win over what is kept', () => {
    const from = { status: 'waiting', attempts: 1, platform: 'Ubuntu', waitingSince: 3 } as const;
    const to = movedFrom(from, { status: 'waiting', attempts: 2, platform: 'Debian', waitingSince: 4 });
    expect(to).toMatchObject({ attempts: 2, platform: 'Debian', waitingSince: 4 });
  });
});

describe('the command of an entry', () => {
  it.each(['commanded', 'onboarded', 'failed'] as const)('stays when the entry becomes %s', (status) => {
    const from = status === 'failed' ? 'commanded' : 'gone';
    const to = movedFrom({ status: from, orderId: 'request-0.1', commandId: 'command-1' }, { status });
    expect(to).toMatchObject({ orderId: 'request-0.1', commandId: 'command-1' });
  });

  it.each(['commanded', 'onboarded', 'gone'] as const)(
    'stays when an instance that was %s stops: its result is open, or good',
    (status) => {
      const to = movedFrom({ status, orderId: 'request-0.1', commandId: 'command-1' }, { status: 'gone' });
      expect(to).toMatchObject({ orderId: 'request-0.1', commandId: 'command-1' });
    },
  );

  it.each(['waiting', 'claimed', 'failed', 'unmanaged', 'excluded'] as const)(
    'goes when an instance that was %s stops: a restart may be commanded',
    (status) => {
      const to = movedFrom({ status, orderId: 'request-0.1', commandId: 'command-1' }, { status: 'gone' });
      expect(to).not.toHaveProperty('commandId');
      expect(to).not.toHaveProperty('orderId');
    },
  );

  it.each(['waiting', 'claimed', 'excluded', 'unmanaged'] as const)(
    'goes when the entry becomes %s, so that it does not stand for another',
    (status) => {
      const from = status === 'unmanaged' ? 'waiting' : 'failed';
      const to = movedFrom({ status: from, orderId: 'request-0.1', commandId: 'command-1' }, { status });
      expect(to).not.toHaveProperty('commandId');
      expect(to).not.toHaveProperty('orderId');
    },
  );
});

describe('how often an instance was tried', () => {
  const tried = { attempts: 2, waitingSince: 5 };

  it('stays from the wait over the claim to the command, at the same start', () => {
    const claimed = movedFrom({ ...tried, status: 'waiting' }, { status: 'claimed' });
    const commanded = movedFrom(claimed, { status: 'commanded' });
    expect([claimed.attempts, commanded.attempts]).toEqual([2, 2]);
    expect(movedFrom(commanded, { status: 'failed' }).attempts).toBe(2);
  });

  it('is forgotten by a new start, and so is since when it waits', () => {
    const launchedAt = anEntry().launchedAt + 1;
    const to = movedFrom({ ...tried, status: 'waiting' }, { status: 'waiting', launchedAt });
    expect(to).not.toHaveProperty('attempts');
    expect(to).not.toHaveProperty('waitingSince');
    expect(movedFrom({ ...tried, status: 'waiting' }, { status: 'waiting' })).toMatchObject(tried);
  });

  it('is not forgotten by an event of an earlier start', () => {
    const launchedAt = anEntry().launchedAt - minuteMs;
    expect(movedFrom({ ...tried, status: 'waiting' }, { status: 'waiting', launchedAt })).toMatchObject(
      tried,
    );
  });

  it('is forgotten when the instance is onboarded, excluded or gone', () => {
    expect(movedFrom({ ...tried, status: 'commanded' }, { status: 'onboarded' })).not.toHaveProperty(
      'attempts',
    );
    expect(movedFrom({ ...tried, status: 'waiting' }, { status: 'excluded' })).not.toHaveProperty('attempts');
    expect(movedFrom({ ...tried, status: 'waiting' }, { status: 'gone' })).not.toHaveProperty('attempts');
  });

  it('leaves since when it waited to an entry that becomes unmanaged', () => {
    expect(movedFrom({ ...tried, status: 'waiting' }, { status: 'unmanaged' }).waitingSince).toBe(5);
  });
});

describe('how the latest command ended', () => {
  const ended = { step: 'install', statusDetails: 'Failed', exitCode: 20 };

  it('stays while the instance waits for another', () => {
    expect(movedFrom({ ...ended, status: 'waiting' }, { status: 'waiting' })).toMatchObject(ended);
  });

  it.each(['claimed', 'unmanaged', 'gone'] as const)('goes when the entry becomes %s', (status) => {
    const to = movedFrom({ ...ended, status: 'waiting' }, { status });
    for (const field of Object.keys(ended)) expect(to).not.toHaveProperty(field);
  });
});

it('the place of a cause goes with every move, for it belongs to the cause of that one look', () => {
  forEveryMove((to) => expect(to).not.toHaveProperty('causeDetail'));
});

it('an onboarded instance that stops remembers when it was onboarded, and so does it when it runs again', () => {
  const stopped = movedFrom({ status: 'onboarded', onboardedAt: 9 }, { status: 'gone' });
  expect(stopped.onboardedAt).toBe(9);
  expect(movedFrom(stopped, { status: 'onboarded' }).onboardedAt).toBe(9);
});
