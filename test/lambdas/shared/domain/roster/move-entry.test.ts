import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../../../../lambdas/shared/domain/roster/history.ts';
import {
  type ChangeTo,
  type EntryChange,
  identityOf,
  moveEntry,
} from '../../../../../lambdas/shared/domain/roster/move-entry.ts';
import {
  type RosterEntry,
  type RosterStatus,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { isLegalMove } from '../../../../../lambdas/shared/domain/roster/roster-move.ts';
import { anAgent, anEntry, type EntryFields, minuteMs, nowMs } from '../../../builders.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const status = fc.constantFrom(...rosterStatuses);
const time = fc.integer({ min: 1, max: nowMs });
const reason = 'NotRegistered';
const command = { orderId: 'request-0.1', commandId: 'command-1' } as const;

/** The least that a move to a status must say. */
const least: { readonly [S in RosterStatus]: ChangeTo<S> } = {
  waiting: { status: 'waiting', reason, dueAt: 7 },
  claimed: { status: 'claimed', reason, orderId: 'request-1.1', leaseUntil: 8, dueAt: 8 },
  commanded: { status: 'commanded', reason, dueAt: 9 },
  onboarded: { status: 'onboarded', reason },
  failed: { status: 'failed', reason },
  unmanaged: { status: 'unmanaged', reason, dueAt: 10 },
  excluded: { status: 'excluded', reason },
  gone: { status: 'gone', reason },
};

/** The same, with what the old entry may lack. */
const whole: { readonly [S in RosterStatus]: ChangeTo<S> } = {
  ...least,
  waiting: { ...least.waiting, waitingSince: 6 },
  commanded: { ...least.commanded, ...command },
  onboarded: { ...least.onboarded, onboardedAt: 5 },
  unmanaged: { ...least.unmanaged, waitingSince: 6 },
};

/** Any fields that an entry may have besides those that its status must have. */
const moreFields = fc.record(
  {
    platform: fc.constant('Ubuntu'),
    profile: fc.constant('default'),
    document: fc.constant('Muster-Linux'),
    documentVersion: fc.constant('7'),
    attempts: fc.integer({ min: 1, max: 9 }),
    step: fc.constant('install'),
    statusDetails: fc.constant('Failed'),
    exitCode: fc.integer({ min: 0, max: 255 }),
    causeDetail: fc.constant('vpc-1 has no available endpoint of ssm'),
    causeCertainty: fc.constantFrom('certain', 'likely'),
    notLookedAt: fc.constant('policies of the organisation'),
    onboardedAt: time,
    waitingSince: time,
    leaseUntil: time,
    dueAt: time,
    expiresAt: time,
  },
  { requiredKeys: [] },
);

/** Any entry of instance 1, likely or not, and a move that it may make. */
const anyMove = fc
  .record({
    from: maybe(fc.record({ status, revision: fc.integer({ min: 1, max: 99 }), more: moreFields })),
    to: status,
    hasRestarted: fc.boolean(),
  })
  .filter(({ from, to }) => isLegalMove(from?.status, to))
  .map(({ from, to, hasRestarted }) => ({
    from: from && anEntry({ ...from.more, status: from.status, revision: from.revision }),
    change: {
      ...identityOf(anEntry()),
      ...whole[to],
      ...(hasRestarted ? { launchedAt: nowMs } : {}),
    },
  }));

/** Checks every legal move of any entry. */
function forEveryMove(
  check: (to: EntryFields & RosterEntry, from: RosterEntry | undefined, change: EntryChange) => void,
) {
  fc.assert(
    fc.property(anyMove, ({ from, change }) => {
      const move = moveEntry(from, change, nowMs);
      expect(move.from).toBe(from);
      check(move.to, move.from, change);
    }),
    { numRuns: 500 },
  );
}

/** The entry after a move of `from` to a status, at the same start or another. */
const movedFrom = (from: EntryFields, change: EntryChange, launchedAt = anEntry().launchedAt): EntryFields =>
  moveEntry(anEntry(from), { ...identityOf(anEntry()), launchedAt, ...change }, nowMs).to;

describe('moveEntry', () => {
  const edges = rosterStatuses.flatMap((from) => rosterStatuses.map((to) => [from, to] as const));

  it.each(edges.filter(([from, to]) => !isLegalMove(from, to)))(
    'refuses a move from %s to %s',
    (from, to) => {
      expect(() => movedFrom({ status: from }, whole[to])).toThrow(
        `The roster forbids a move from ${from} to ${to}.`,
      );
    },
  );

  it.each(edges.filter(([from, to]) => isLegalMove(from, to)))('lets %s become %s', (from, to) => {
    expect(movedFrom({ status: from }, whole[to]).status).toBe(to);
  });

  it('makes a first entry of the given fields, with revision 1', () => {
    const first = { ...identityOf(anEntry()), ...whole.waiting };
    const history = `${nowMs / 1000} waiting NotRegistered`;
    const to = { ...first, revision: 1, changedAt: nowMs, history };
    expect(moveEntry(undefined, first, nowMs)).toEqual({ from: undefined, to });
  });

  it('adds to the history what changes, and begins with what the entry is when it has none', () => {
    const from = anEntry({ status: 'waiting', reason, changedAt: nowMs - minuteMs });
    const { to } = moveEntry(from, { ...identityOf(from), ...whole.claimed }, nowMs);
    expect(readHistory(to.history ?? '')).toEqual([
      { atMs: nowMs - minuteMs, status: 'waiting', reason, isNewStart: false },
      { atMs: nowMs, status: 'claimed', reason, isNewStart: false },
    ]);
    const again = moveEntry(to, { ...identityOf(to), launchedAt: nowMs, ...whole.claimed }, nowMs).to;
    expect(readHistory(again.history ?? '').at(-1)).toMatchObject({ status: 'claimed', isNewStart: true });
  });

  const lacking: [to: RosterStatus, from: RosterStatus, field: string][] = [
    ['onboarded', 'gone', 'onboardedAt'],
    ['commanded', 'gone', 'commandId'],
    ['waiting', 'excluded', 'waitingSince'],
  ];
  it.each(lacking)('refuses to make an entry %s that was %s and lacks %s', (to, from) => {
    expect(() => movedFrom({ status: from }, least[to])).toThrow(`A move to ${to} lacks`);
  });

  it('goes to the next revision, at the given time', () => {
    forEveryMove((to, from) => {
      expect(to.revision).toBe((from?.revision ?? 0) + 1);
      expect(to.changedAt).toBe(nowMs);
    });
  });

  it('is due when the change says so, and not otherwise', () => {
    forEveryMove((to, _from, change) => expect(to.dueAt).toBe('dueAt' in change ? change.dueAt : undefined));
  });

  it('leaves out fields without a value, which DynamoDB would refuse', () => {
    forEveryMove((to) => expect(Object.values(to)).not.toContain(undefined));
  });

  it('keeps the identity of the instance and what it got, and drops leases and expiries', () => {
    const lasting = ['platform', 'profile', 'document', 'documentVersion'] as const;
    forEveryMove((to, from) => {
      for (const field of lasting) expect(to[field]).toBe(from?.[field]);
      expect(to.leaseUntil).toBe(to.status === 'claimed' ? 8 : undefined);
      expect(to.expiresAt).toBeUndefined();
    });
  });

  it('lets the change override what is kept', () => {
    const from = { status: 'waiting', attempts: 1, platform: 'Ubuntu', waitingSince: 3 } as const;
    const to = movedFrom(from, { ...least.waiting, attempts: 2, platform: 'Debian', waitingSince: 4 });
    expect(to).toMatchObject({ attempts: 2, platform: 'Debian', waitingSince: 4 });
  });
});

describe('the command of an entry', () => {
  it.each(['commanded', 'onboarded', 'failed'] as const)('stays when the entry becomes %s', (status) => {
    const from = status === 'failed' ? 'commanded' : 'gone';
    const to = movedFrom({ status: from, onboardedAt: 5, ...command }, least[status]);
    expect(to).toMatchObject(command);
  });

  it.each(['commanded', 'onboarded', 'gone'] as const)(
    'stays when an instance that was %s stops: its result is open, or good',
    (status) => {
      const to = movedFrom({ status, ...command }, least.gone);
      expect(to).toMatchObject(command);
    },
  );

  it.each(['waiting', 'claimed', 'failed', 'unmanaged', 'excluded'] as const)(
    'goes when an instance that was %s stops: a restart may get a command',
    (status) => {
      const to = movedFrom({ status, ...command }, least.gone);
      expect(to).not.toHaveProperty('commandId');
      expect(to).not.toHaveProperty('orderId');
    },
  );

  it.each(['waiting', 'claimed', 'excluded'] as const)(
    'goes when the entry becomes %s, so that it does not count for another',
    (status) => {
      const to = movedFrom({ status: 'failed', ...command }, whole[status]);
      expect(to).not.toHaveProperty('commandId');
      expect(to.orderId).not.toBe(command.orderId);
    },
  );
});

describe('the number of attempts', () => {
  const tried = { attempts: 2, waitingSince: 5 };

  it('stays from the wait through the claim to the command, at the same start', () => {
    const claimed = movedFrom({ ...tried, status: 'waiting' }, least.claimed);
    const commanded = movedFrom(claimed, { ...least.commanded, commandId: 'command-1' });
    expect([claimed.attempts, commanded.attempts]).toEqual([2, 2]);
    expect(movedFrom(commanded, least.failed).attempts).toBe(2);
  });

  it('is forgotten at a new start, and so is the start of the wait', () => {
    const launchedAt = anEntry().launchedAt + 1;
    const from = { ...tried, status: 'waiting' } as const;
    expect(movedFrom(from, whole.waiting, launchedAt)).not.toHaveProperty('attempts');
    expect(() => movedFrom(from, least.waiting, launchedAt)).toThrow('A move to waiting lacks');
    expect(movedFrom(from, least.waiting)).toMatchObject(tried);
  });

  it('is not forgotten by an event of an earlier start', () => {
    const launchedAt = anEntry().launchedAt - minuteMs;
    expect(movedFrom({ ...tried, status: 'waiting' }, least.waiting, launchedAt)).toMatchObject(tried);
  });

  it('is forgotten when the instance is onboarded, excluded or gone', () => {
    expect(movedFrom({ ...tried, status: 'commanded' }, whole.onboarded)).not.toHaveProperty('attempts');
    expect(movedFrom({ ...tried, status: 'waiting' }, least.excluded)).not.toHaveProperty('attempts');
    expect(movedFrom({ ...tried, status: 'waiting' }, least.gone)).not.toHaveProperty('attempts');
  });

  it('leaves the start of the wait to an entry that becomes unmanaged', () => {
    expect(movedFrom({ ...tried, status: 'waiting' }, least.unmanaged).waitingSince).toBe(5);
  });
});

describe('what belongs to the agent in hand', () => {
  const ofFalcon = { agent: 'falcon', document: 'Muster-Falcon', documentVersion: '2' } as const;
  const agents = [anAgent('falcon', 'waiting'), anAgent('datadog', 'waiting')];
  const from = { ...ofFalcon, ...command, agents, attempts: 2 } as const;

  it('stays with every move that names no other', () => {
    for (const agent of [undefined, 'falcon'])
      expect(
        movedFrom({ ...from, status: 'commanded' }, { ...least.failed, ...(agent && { agent }) }),
      ).toMatchObject(from);
  });

  it('goes with a move that names another, and the list of agents stays', () => {
    const to = movedFrom({ ...from, status: 'commanded' }, { ...least.failed, agent: 'datadog' });
    expect(to).toMatchObject({ agent: 'datadog', agents });
    for (const field of ['document', 'documentVersion', 'commandId', 'orderId', 'attempts'])
      expect(to).not.toHaveProperty(field);
  });

  it('goes with a move that names a document of no agent', () => {
    const to = movedFrom({ ...from, status: 'waiting' }, { ...least.claimed, document: 'Muster-Linux' });
    expect(to).toMatchObject({ document: 'Muster-Linux', agents });
    for (const field of ['agent', 'documentVersion', 'attempts']) expect(to).not.toHaveProperty(field);
  });

  it('an entry without agents keeps its attempts when its document changes', () => {
    const attempts = { attempts: 2, status: 'waiting', document: 'Old' } as const;
    expect(movedFrom(attempts, { ...least.claimed, document: 'New' }).attempts).toBe(2);
  });
});

describe('how the latest command ended', () => {
  const ended = { step: 'install', statusDetails: 'Failed', exitCode: 20 };

  it('stays while the instance waits for another command', () => {
    expect(movedFrom({ ...ended, status: 'waiting' }, least.waiting)).toMatchObject(ended);
  });

  it.each(['claimed', 'unmanaged', 'gone'] as const)('goes when the entry becomes %s', (status) => {
    const to = movedFrom({ ...ended, status: 'waiting' }, least[status]);
    for (const field of Object.keys(ended)) expect(to).not.toHaveProperty(field);
  });
});

it('the place of a cause goes with every move, because it belongs to the cause of one look', () => {
  forEveryMove((to) => {
    for (const field of ['causeDetail', 'causeCertainty', 'notLookedAt'])
      expect(to).not.toHaveProperty(field);
  });
});

it('an onboarded instance remembers when it was onboarded, when it stops and when it runs again', () => {
  const stopped = movedFrom({ status: 'onboarded', onboardedAt: 9 }, least.gone);
  expect(stopped.onboardedAt).toBe(9);
  expect(movedFrom(stopped, least.onboarded).onboardedAt).toBe(9);
});
