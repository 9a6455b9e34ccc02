import type { Order, OrderRefusal, OrderResult } from '../shared/domain/commands/order.ts';
import {
  dueShardOf,
  isPastHorizon,
  type LookTimes,
  nextCauseLookAtMs,
  nextLookAtMs,
  resultLookSeconds,
} from '../shared/domain/roster/due.ts';
import { type EntryChange, identityOf, moveEntry } from '../shared/domain/roster/move-entry.ts';
import type { RosterEntry, RosterMove } from '../shared/domain/roster/roster-entry.ts';

/** The moves that claim an order's instances, before it is sent. A claim is due when its lease is over. */
export function claimFor(
  order: Order,
  moves: ReadonlyMap<string, RosterMove>,
  leaseUntil: number,
): RosterMove[] {
  return order.instanceIds.flatMap((instanceId) => {
    const move = moves.get(instanceId);
    if (move === undefined) return [];
    const claim = { orderId: order.orderId, leaseUntil, dueAt: leaseUntil, dueShard: dueShardOf(instanceId) };
    return [{ from: move.from, to: { ...move.to, ...claim } }];
  });
}

/** What is to be recorded of a sent order, and which instances must be looked at again by their state change. */
export interface SentPlan {
  readonly moves: readonly RosterMove[];
  readonly retryIds: readonly string[];
}

/**
 * Decides what an order's result means for the claimed entries. Where no answer came, the claim stays: a command may
 * exist, and nobody may send before it was looked for.
 */
export function planSent(
  result: OrderResult,
  claimed: ReadonlyMap<string, RosterEntry>,
  times: LookTimes,
  nowMs: number,
): SentPlan {
  const moves: RosterMove[] = [];
  const retryIds: string[] = [];
  const move = (instanceId: string, change: EntryChange) => {
    const from = claimed.get(instanceId);
    if (from !== undefined) moves.push(moveEntry(from, { ...identityOf(from), ...change }, nowMs));
  };

  for (const { commandId, instanceIds } of result.sent) {
    const dueAt = nowMs + resultLookSeconds * 1000;
    for (const id of instanceIds) move(id, { status: 'commanded', reason: 'CommandSent', commandId, dueAt });
  }
  for (const { kind, instanceIds } of result.refused) {
    for (const id of instanceIds) {
      const change = afterRefusal(kind, claimed.get(id)?.waitingSince ?? nowMs, times, nowMs);
      if (change !== undefined) move(id, change);
    }
    if (kind === 'Throttled' || kind === 'Denied' || kind === 'Unknown') retryIds.push(...instanceIds);
  }
  return { moves, retryIds };
}

/** What a refused instance becomes; undefined when its claim must stay. */
function afterRefusal(
  kind: OrderRefusal['kind'],
  waitingSince: number,
  times: LookTimes,
  nowMs: number,
): EntryChange | undefined {
  // What does not pass within the horizon comes to rest like everything else; the sweep looks at it again.
  const again = isPastHorizon(times, waitingSince, nowMs)
    ? ({ status: 'unmanaged', waitingSince, dueAt: nextCauseLookAtMs(nowMs) } as const)
    : ({ status: 'waiting', waitingSince, dueAt: nextLookAtMs(times, waitingSince, nowMs) } as const);
  switch (kind) {
    case 'NotReady':
      return { ...again, reason: 'NotReady' };
    case 'Throttled':
      return { ...again, reason: 'Throttled' };
    case 'Denied':
      return { ...again, reason: 'SendDenied' };
    case 'DocumentRefused':
      return { status: 'failed', reason: 'DocumentRefused' };
    case 'UnsupportedPlatform':
      return { status: 'excluded', reason: 'UnsupportedPlatform' };
    case 'Unknown':
      return undefined;
  }
}
