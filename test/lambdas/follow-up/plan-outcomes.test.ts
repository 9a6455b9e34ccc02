import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOutcomes } from '../../../lambdas/follow-up/plan-outcomes.ts';
import type { Invocation } from '../../../lambdas/shared/domain/commands/invocation.ts';
import { type RosterEntry, rosterStatuses } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { isLegalMove } from '../../../lambdas/shared/domain/roster/roster-move.ts';
import {
  aCommanded,
  anInvocation,
  byId,
  type EntryFields,
  idOf,
  minuteMs,
  nowMs,
  shown,
} from '../builders.ts';

/** What becomes of entries after these results of command 1. */
const plan = (
  entries: readonly RosterEntry[],
  invocations: readonly Invocation[] | undefined,
  attemptsMax = 3,
) =>
  planOutcomes({
    entries: byId(entries),
    invocations: new Map(invocations === undefined ? [] : [['command-1', invocations]]),
    attemptsMax,
    nowMs,
  });

/** What becomes of instance 1 after this result of its command. */
const ended = (invocation: Partial<Invocation>, entry: EntryFields = {}) => {
  const [move, ...others] = plan([aCommanded(entry)], [anInvocation(invocation)]);
  expect(others).toEqual([]);
  return move?.to;
};
const undelivered = { statusDetails: 'Undeliverable' };
const withoutScript: Invocation = { instanceId: idOf(1), statusDetails: 'Undeliverable' };

describe('a command that succeeded', () => {
  it('makes its instance onboarded now, with the step and exit code, and nothing stays due', () => {
    const to = ended({});
    expect(to).toMatchObject({
      status: 'onboarded',
      reason: 'Onboarded',
      revision: 3,
      onboardedAt: nowMs,
      orderId: 'request-0.1',
      commandId: 'command-1',
      statusDetails: 'Success',
      step: 'install',
      exitCode: 0,
    });
    expect(to).not.toHaveProperty('dueAt');
  });

  it('records no step when Systems Manager named none', () => {
    const [move] = plan([aCommanded()], [{ instanceId: idOf(1), statusDetails: 'Success' }]);
    expect(move?.to.status).toBe('onboarded');
    expect(Object.keys(move?.to ?? {})).not.toEqual(expect.arrayContaining(['step']));
    expect(Object.keys(move?.to ?? {})).not.toEqual(expect.arrayContaining(['exitCode']));
  });

  it('decides about each instance by its own invocation', () => {
    const ids = [1, 2, 3].map(idOf);
    const moves = plan(
      ids.map((instanceId) => aCommanded({ instanceId })),
      [
        anInvocation({ instanceId: idOf(3), statusDetails: 'Failed', exitCode: 21 }),
        anInvocation({ instanceId: idOf(1) }),
        anInvocation({ instanceId: idOf(2), ...undelivered }),
      ],
    );
    expect(shown(moves)).toEqual(['onboarded Onboarded', 'waiting Undelivered', 'failed ChecksumWrong']);
  });
});

describe('a command that failed for a lasting reason', () => {
  it('makes its instance failed, with the deciding result', () => {
    expect(ended({ statusDetails: 'Failed', exitCode: 21 })).toMatchObject({
      status: 'failed',
      reason: 'ChecksumWrong',
      statusDetails: 'Failed',
      step: 'install',
      exitCode: 21,
      commandId: 'command-1',
    });
  });

  it('excludes an instance if the document is not for its platform', () => {
    const to = ended({ statusDetails: 'InvalidPlatform' });
    expect(to).toMatchObject({ status: 'excluded', reason: 'UnsupportedPlatform' });
    expect(to).not.toHaveProperty('dueAt');
  });
});

describe('a command that failed for a passing reason', () => {
  it('makes its instance wait for another command, counts it, and records the deciding result', () => {
    const to = ended({ statusDetails: 'Failed', exitCode: 27 });
    expect(to).toMatchObject({
      status: 'waiting',
      reason: 'InstallerBusy',
      attempts: 1,
      waitingSince: nowMs,
      dueAt: nowMs + 5 * minuteMs,
      step: 'install',
      statusDetails: 'Failed',
      exitCode: 27,
    });
    expect(to).not.toHaveProperty('commandId');
    expect(to).not.toHaveProperty('orderId');
  });

  it('makes the instance wait longer after the second, and fail after the last', () => {
    expect(ended(undelivered, { attempts: 1 })).toMatchObject({
      status: 'waiting',
      attempts: 2,
      dueAt: nowMs + 10 * minuteMs,
    });
    const last = ended(undelivered, { attempts: 2 });
    expect(last).toMatchObject({ status: 'failed', reason: 'Undelivered', attempts: 3 });
    expect(last).not.toHaveProperty('dueAt');
  });

  it.each([1, 2, 3, 7])('allows an instance %i commands for one start, and no more', (attemptsMax) => {
    let entry = aCommanded();
    let commands = 1;
    for (; commands < 20; commands++) {
      const [move] = plan([entry], [withoutScript], attemptsMax);
      if (move?.to.status !== 'waiting') {
        expect(move?.to.status).toBe('failed');
        break;
      }
      const { attempts = 0 } = move.to;
      entry = aCommanded({ attempts });
    }
    expect(commands).toBe(attemptsMax);
  });
});

describe('a command that still runs', () => {
  it.each(['Pending', 'InProgress', 'Delayed'])('is left alone before it is due (%s)', (statusDetails) => {
    expect(ended({ statusDetails })).toBeUndefined();
    expect(ended({ statusDetails }, { dueAt: nowMs + 1 })).toBeUndefined();
  });

  it('is looked at again half an hour later when it is due, and keeps its command', () => {
    expect(ended({ statusDetails: 'InProgress' }, { dueAt: nowMs, attempts: 1 })).toMatchObject({
      status: 'commanded',
      reason: 'CommandSent',
      orderId: 'request-0.1',
      commandId: 'command-1',
      attempts: 1,
      dueAt: nowMs + 30 * minuteMs,
    });
  });
});

describe('a command that does not show the instance', () => {
  it('is left alone before it is due, because a fresh command shows only after a moment', () => {
    expect(plan([aCommanded({ dueAt: nowMs + 1 })], [])).toEqual([]);
    expect(plan([aCommanded({ dueAt: nowMs + 1 })], [anInvocation({ instanceId: idOf(2) })])).toEqual([]);
  });

  const missing = { dueAt: nowMs, reason: 'ResultMissing' } as const;

  it('is looked at again half an hour later when it is due, and nothing is sent', () => {
    const [move] = plan([aCommanded({ dueAt: nowMs, attempts: 1 })], []);
    expect(move?.to).toMatchObject({
      status: 'commanded',
      reason: 'ResultMissing',
      commandId: 'command-1',
      attempts: 1,
      dueAt: nowMs + 30 * minuteMs,
    });
  });

  it('counts as ended when the second look finds nothing either, and another command follows later', () => {
    const [move] = plan([aCommanded(missing)], []);
    expect(move?.to).toMatchObject({
      status: 'waiting',
      reason: 'CommandEnded',
      attempts: 1,
      dueAt: nowMs + 5 * minuteMs,
    });
    expect(move?.to).not.toHaveProperty('statusDetails');
  });

  it('counts for what it shows at the second look', () => {
    expect(shown(plan([aCommanded(missing)], [anInvocation()]))).toEqual(['onboarded Onboarded']);
    const running = [anInvocation({ statusDetails: 'InProgress' })];
    expect(shown(plan([aCommanded(missing)], running))).toEqual(['commanded CommandSent']);
  });

  it('makes the instance failed if it was the last command allowed', () => {
    expect(shown(plan([aCommanded({ ...missing, attempts: 2 })], []))).toEqual(['failed CommandEnded']);
  });
});

describe('an entry is left alone', () => {
  it.each(rosterStatuses.filter((status) => status !== 'commanded'))('when it is %s meanwhile', (status) => {
    expect(plan([aCommanded({ status })], [anInvocation()])).toEqual([]);
  });

  it('when the results of its command were not read', () => {
    expect(plan([aCommanded({ dueAt: nowMs })], undefined)).toEqual([]);
    expect(plan([aCommanded({ dueAt: nowMs, commandId: 'command-2' })], [anInvocation()])).toEqual([]);
  });
});

describe('whatever Systems Manager says', () => {
  const invocation = fc.record(
    {
      instanceId: fc.constantFrom(idOf(1), idOf(2)),
      statusDetails: fc.oneof(
        fc.constantFrom('Success', 'Failed', 'Undeliverable', 'InProgress', 'Cancelled', 'AccessDenied'),
        fc.string(),
      ),
      step: fc.string(),
      exitCode: fc.integer({ min: 0, max: 255 }),
    },
    { requiredKeys: ['instanceId', 'statusDetails'] },
  );
  const entry = fc
    .record({
      status: fc.constantFrom(...rosterStatuses),
      attempts: fc.integer({ min: 0, max: 5 }),
      dueAt: fc.integer({ min: nowMs - minuteMs, max: nowMs + minuteMs }),
    })
    .map(aCommanded);

  it('every move is legal, from the entry as it is, and is either final or due in the future', () => {
    fc.assert(
      fc.property(entry, fc.array(invocation, { maxLength: 4 }), (one, invocations) => {
        const moves = plan([one], invocations);
        expect(moves.length).toBeLessThanOrEqual(1);
        for (const { from, to } of moves) {
          const { dueAt = 0 }: EntryFields = to;
          expect(from).toBe(one);
          expect(isLegalMove(one.status, to.status)).toBe(true);
          const isOpen = to.status === 'waiting' || to.status === 'commanded';
          expect(dueAt > nowMs).toBe(isOpen);
          if (to.status === 'waiting') expect(to.attempts).toBeLessThan(3);
          if (to.status === 'onboarded') expect(invocations[0]).toBeDefined();
        }
      }),
    );
  });

  it('a commanded entry whose result is due always changes', () => {
    fc.assert(
      fc.property(fc.array(invocation, { maxLength: 4 }), (invocations) => {
        expect(plan([aCommanded({ dueAt: nowMs })], invocations)).toHaveLength(1);
      }),
    );
  });
});
