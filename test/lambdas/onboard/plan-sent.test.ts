import { describe, expect, it } from 'vitest';
import { claimFor, type PlannedClaim, planSent } from '../../../lambdas/onboard/plan-sent.ts';
import type { OrderRefusal } from '../../../lambdas/shared/domain/commands/order.ts';
import { identityOf } from '../../../lambdas/shared/domain/roster/move-entry.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aClaim,
  anEntry,
  anOrder,
  byId,
  type EntryFields,
  idOf,
  lookTimes,
  minuteMs,
  nowMs,
} from '../builders.ts';

const leaseUntil = nowMs + 5 * minuteMs;
const claim = (number: number) => aClaim({ instanceId: idOf(number), orderId: 'request-1.1', leaseUntil });
const claimed = byId([claim(1), claim(2)]);

/** A claim that was decided now. */
const planned = (from: RosterEntry): PlannedClaim => ({
  from,
  change: { ...identityOf(from), status: 'claimed', reason: 'CommandClaimed' },
  atMs: nowMs,
});

const refused = (kind: OrderRefusal['kind'], ...numbers: number[]) =>
  planSent(
    { sent: [], refused: [{ kind, instanceIds: numbers.map(idOf), message: 'm' }] },
    claimed,
    lookTimes,
    nowMs,
  );

describe('claimFor', () => {
  it('gives every instance of the order a claim with the order id and the lease, due when the lease ends', () => {
    const from = anEntry();
    const [move, ...others] = claimFor(
      anOrder([idOf(1)], { orderId: 'request-7.3' }),
      new Map([[idOf(1), planned(from)]]),
      leaseUntil,
    );
    expect(others).toEqual([]);
    expect(move?.from).toBe(from);
    const lease = { orderId: 'request-7.3', leaseUntil, dueAt: leaseUntil };
    expect(move?.to).toMatchObject({ status: 'claimed', revision: 2, changedAt: nowMs, ...lease });
  });

  it('claims only the instances of its order', () => {
    const claims = new Map([[idOf(2), planned(anEntry({ instanceId: idOf(2) }))]]);
    expect(claimFor(anOrder([idOf(1)]), claims, leaseUntil)).toEqual([]);
  });
});

describe('planSent', () => {
  it('records the command of each part in which an order was sent, without the lease', () => {
    const sent = [
      { commandId: 'a', instanceIds: [idOf(1)] },
      { commandId: 'b', instanceIds: [idOf(2)] },
    ];
    const { moves, retryIds } = planSent({ sent, refused: [] }, claimed, lookTimes, nowMs);
    expect(retryIds).toEqual([]);
    expect(moves.map(({ to }): EntryFields => to).map(({ commandId }) => commandId)).toEqual(['a', 'b']);
    expect(moves[0]?.from).toBe(claimed.get(idOf(1)));
    expect(moves[0]?.to).toMatchObject({
      status: 'commanded',
      reason: 'CommandSent',
      revision: 3,
      changedAt: nowMs,
      dueAt: nowMs + 30 * minuteMs,
    });
    expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
  });

  it('looks again later at an instance that was not ready, without its state change', () => {
    const { moves, retryIds } = refused('NotReady', 1);
    expect(retryIds).toEqual([]);
    expect(moves[0]?.to).toMatchObject({
      status: 'waiting',
      reason: 'NotReady',
      dueAt: nowMs + 1,
    });
    expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
  });

  it('makes unmanaged what is refused past the horizon, without a claim, and looks again after a day', () => {
    const old = byId([{ ...claim(1), waitingSince: nowMs - 120 * minuteMs }]);
    const part = { kind: 'NotReady', instanceIds: [idOf(1)], message: '' } as const;
    const { moves } = planSent({ sent: [], refused: [part] }, old, lookTimes, nowMs);
    expect(moves[0]?.to).toMatchObject({
      status: 'unmanaged',
      reason: 'NotReady',
      dueAt: nowMs + 24 * 60 * minuteMs,
    });
    expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
  });

  it('fails the instances of a refused document, and does not try again', () => {
    const { moves, retryIds } = refused('DocumentRefused', 1, 2);
    expect(retryIds).toEqual([]);
    expect(moves.map((move) => `${move.to.status} ${move.to.reason}`)).toEqual([
      'failed DocumentRefused',
      'failed DocumentRefused',
    ]);
    expect(moves[0]?.to).not.toHaveProperty('dueAt');
  });

  it('excludes the instance of a platform that the document is not for, and does not try again', () => {
    const { moves, retryIds } = refused('UnsupportedPlatform', 1);
    expect(retryIds).toEqual([]);
    expect(moves.map((move) => `${move.to.status} ${move.to.reason}`)).toEqual([
      'excluded UnsupportedPlatform',
    ]);
    expect(moves[0]?.to).not.toHaveProperty('dueAt');
    expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
  });

  it.each([
    ['throttled', 'Throttled', 'Throttled'],
    ['denied', 'Denied', 'SendDenied'],
  ] as const)(
    'frees an instance whose send was %s, and wants its state change again',
    (_name, kind, reason) => {
      const { moves, retryIds } = refused(kind, 1);
      expect(retryIds).toEqual([idOf(1)]);
      expect(moves[0]?.to).toMatchObject({
        status: 'waiting',
        reason,
        dueAt: nowMs + 1,
      });
      expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
    },
  );

  it('keeps the number of attempts, whatever became of the order', () => {
    const entries = byId([aClaim({ attempts: 2 })]);
    const sent = [{ commandId: 'a', instanceIds: [idOf(1)] }];
    const part = { kind: 'NotReady', instanceIds: [idOf(1)], message: '' } as const;
    const after = [
      planSent({ sent, refused: [] }, entries, lookTimes, nowMs),
      planSent({ sent: [], refused: [part] }, entries, lookTimes, nowMs),
    ];
    for (const { moves } of after) expect(moves[0]?.to).toMatchObject({ attempts: 2 });
  });

  it('keeps the claim when no answer came, and wants the state change again', () => {
    expect(refused('Unknown', 1, 2)).toEqual({ moves: [], retryIds: [idOf(1), idOf(2)] });
  });

  it('deals with every part of a mixed result', () => {
    const { moves, retryIds } = planSent(
      {
        sent: [{ commandId: 'a', instanceIds: [idOf(1)] }],
        refused: [{ kind: 'NotReady', instanceIds: [idOf(2)], message: '' }],
      },
      claimed,
      lookTimes,
      nowMs,
    );
    expect(moves.map((move) => move.to.status)).toEqual(['commanded', 'waiting']);
    expect(retryIds).toEqual([]);
  });

  it('records nothing for an instance that was not claimed', () => {
    const sent = [{ commandId: 'a', instanceIds: [idOf(3)] }];
    expect(planSent({ sent, refused: [] }, claimed, lookTimes, nowMs).moves).toEqual([]);
  });
});
