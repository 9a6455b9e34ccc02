import { describe, expect, it } from 'vitest';
import { dueShardOf } from '../../../lambdas/domain/due.ts';
import type { OrderRefusal } from '../../../lambdas/domain/order.ts';
import { claimFor, planSent, settle } from '../../../lambdas/onboard/plan-sent.ts';
import { anEntry, anOrder, byId, idOf, minuteMs, nowMs } from '../builders.ts';

const leaseUntil = nowMs + 5 * minuteMs;
const claim = (number: number) =>
  anEntry({
    instanceId: idOf(number),
    status: 'claimed',
    reason: 'CommandClaimed',
    revision: 2,
    orderId: 'request-1.1',
    leaseUntil,
  });
const claimed = byId([claim(1), claim(2)]);

const refused = (kind: OrderRefusal['kind'], ...numbers: number[]) =>
  planSent({ sent: [], refused: [{ kind, instanceIds: numbers.map(idOf), message: 'm' }] }, claimed, nowMs);

describe('claimFor', () => {
  it('gives every instance of the order a claim with the order id and the lease', () => {
    const entry = anEntry();
    const moves = new Map([[idOf(1), { from: entry, to: anEntry({ status: 'claimed', revision: 2 }) }]]);
    expect(claimFor(anOrder([idOf(1)], { orderId: 'request-7.3' }), moves, leaseUntil)).toEqual([
      { from: entry, to: anEntry({ status: 'claimed', revision: 2, orderId: 'request-7.3', leaseUntil }) },
    ]);
  });

  it('claims only the instances of its order', () => {
    const moves = new Map([[idOf(2), { from: undefined, to: claim(2) }]]);
    expect(claimFor(anOrder([idOf(1)]), moves, leaseUntil)).toEqual([]);
  });
});

describe('planSent', () => {
  it('records the command of each part in which an order was sent, without the lease', () => {
    const sent = [
      { commandId: 'a', instanceIds: [idOf(1)] },
      { commandId: 'b', instanceIds: [idOf(2)] },
    ];
    const { moves, retryIds } = planSent({ sent, refused: [] }, claimed, nowMs);
    expect(retryIds).toEqual([]);
    expect(moves.map((move) => move.to.commandId)).toEqual(['a', 'b']);
    expect(moves[0]?.from).toBe(claimed.get(idOf(1)));
    expect(moves[0]?.to).toMatchObject({
      status: 'commanded',
      reason: 'CommandSent',
      revision: 3,
      changedAt: nowMs,
    });
    expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
  });

  it('looks again later at an instance that was not ready, without its launch', () => {
    const { moves, retryIds } = refused('NotReady', 1);
    expect(retryIds).toEqual([]);
    expect(moves[0]?.to).toMatchObject({
      status: 'waiting',
      reason: 'NotReady',
      dueAt: nowMs + 5 * minuteMs,
      dueShard: dueShardOf(idOf(1)),
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
    'gives an instance whose send was %s free, and wants its launch again',
    (_name, kind, reason) => {
      const { moves, retryIds } = refused(kind, 1);
      expect(retryIds).toEqual([idOf(1)]);
      expect(moves[0]?.to).toMatchObject({
        status: 'waiting',
        reason,
        dueAt: nowMs + 5 * minuteMs,
        dueShard: dueShardOf(idOf(1)),
      });
      expect(moves[0]?.to).not.toHaveProperty('leaseUntil');
    },
  );

  it('looks again soon after a restart, and later the longer ago the start was', () => {
    const dueAt = (launchedAt: number, firstSeenAt: number) => {
      const entry = { ...claim(1), launchedAt, firstSeenAt };
      const part = { kind: 'NotReady', instanceIds: [idOf(1)], message: '' } as const;
      return planSent({ sent: [], refused: [part] }, byId([entry]), nowMs).moves[0]?.to.dueAt;
    };
    const longAgo = nowMs - 31 * minuteMs;
    expect(dueAt(nowMs - minuteMs, longAgo)).toBe(nowMs + 5 * minuteMs);
    expect(dueAt(longAgo, longAgo)).toBe(nowMs + 15 * minuteMs);
  });

  it('keeps the claim where no answer came, and wants the launch again', () => {
    expect(refused('Unknown', 1, 2)).toEqual({ moves: [], retryIds: [idOf(1), idOf(2)] });
  });

  it('deals with every part of a mixed result', () => {
    const { moves, retryIds } = planSent(
      {
        sent: [{ commandId: 'a', instanceIds: [idOf(1)] }],
        refused: [{ kind: 'NotReady', instanceIds: [idOf(2)], message: '' }],
      },
      claimed,
      nowMs,
    );
    expect(moves.map((move) => move.to.status)).toEqual(['commanded', 'waiting']);
    expect(retryIds).toEqual([]);
  });

  it('records nothing of an instance that was not claimed', () => {
    const sent = [{ commandId: 'a', instanceIds: [idOf(3)] }];
    expect(planSent({ sent, refused: [] }, claimed, nowMs).moves).toEqual([]);
  });
});

it('settle takes the lease away and goes to the next revision', () => {
  const { leaseUntil: _lease, ...rest } = claim(1);
  expect(settle(claim(1), nowMs)).toEqual({ ...rest, revision: 3, changedAt: nowMs });
});
