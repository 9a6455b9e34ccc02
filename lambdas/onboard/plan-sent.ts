import { dueShardOf, nextLookAtMs } from '../domain/due.ts';
import type { Order, OrderResult } from '../domain/order.ts';
import type { ReasonCode } from '../domain/reason.ts';
import type { RosterEntry, RosterMove, RosterStatus } from '../domain/roster.ts';

/** The moves that claim an order's instances, before it is sent. */
export function claimFor(
  order: Order,
  moves: ReadonlyMap<string, RosterMove>,
  leaseUntil: number,
): RosterMove[] {
  return order.instanceIds.flatMap((instanceId) => {
    const move = moves.get(instanceId);
    if (move === undefined) return [];
    return [{ from: move.from, to: { ...move.to, orderId: order.orderId, leaseUntil } }];
  });
}

/** What is to be recorded of a sent order, and which instances must be looked at again by their launch. */
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
  nowMs: number,
): SentPlan {
  const moves: RosterMove[] = [];
  const retryIds: string[] = [];
  const move = (
    instanceId: string,
    status: RosterStatus,
    reason: ReasonCode,
    rest: Partial<RosterEntry> = {},
  ) => {
    const from = claimed.get(instanceId);
    if (from !== undefined) moves.push({ from, to: { ...settle(from, nowMs), ...rest, status, reason } });
  };

  for (const { commandId, instanceIds } of result.sent) {
    for (const id of instanceIds) move(id, 'commanded', 'CommandSent', { commandId });
  }
  for (const { kind, instanceIds } of result.refused) {
    for (const id of instanceIds) {
      const dueAt = nextLookAtMs(claimed.get(id)?.launchedAt ?? nowMs, nowMs);
      const due = { dueAt, dueShard: dueShardOf(id) };
      if (kind === 'NotReady') move(id, 'waiting', 'NotReady', due);
      if (kind === 'DocumentRefused') move(id, 'failed', 'DocumentRefused');
      if (kind === 'UnsupportedPlatform') move(id, 'excluded', 'UnsupportedPlatform');
      if (kind === 'Throttled') move(id, 'waiting', 'Throttled', due);
      if (kind === 'Denied') move(id, 'waiting', 'SendDenied', due);
      if (kind === 'Throttled' || kind === 'Denied' || kind === 'Unknown') retryIds.push(id);
    }
  }
  return { moves, retryIds };
}

/** The entry without its claim's lease. */
export function settle(entry: RosterEntry, nowMs: number): RosterEntry {
  const { leaseUntil: _lease, ...rest } = entry;
  return { ...rest, revision: entry.revision + 1, changedAt: nowMs };
}
