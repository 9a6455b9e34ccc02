import type { Order, OrderResult, RefusalKind } from '../shared/domain/commands/order.ts';
import { versionOfOrder } from '../shared/domain/rollout/taken-up.ts';
import type { AgentEnd } from '../shared/domain/roster/agent-end.ts';
import {
  isPastHorizon,
  type LookTimes,
  nextCauseLookAtMs,
  nextLookAtMs,
  resultLookSeconds,
} from '../shared/domain/roster/due.ts';
import { errandSentBy, openErrand } from '../shared/domain/roster/errand.ts';
import { finishAgent } from '../shared/domain/roster/finish-agent.ts';
import { hadByClaim } from '../shared/domain/roster/had.ts';
import {
  type ChangeTo,
  type EntryChange,
  type Identity,
  identityOf,
  moveEntry,
} from '../shared/domain/roster/move-entry.ts';
import type { EntryOf, RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';

/** A claim before it has its order and its lease. */
export interface PlannedClaim {
  readonly from: RosterEntry | undefined;
  readonly change: Identity & Omit<ChangeTo<'claimed'>, 'orderId' | 'leaseUntil' | 'dueAt'>;
  /** When the claim was decided, in epoch milliseconds. */
  readonly atMs: number;
}

/** The moves that claim an order's instances before it is sent. A claim is due when its lease ends. */
export function claimFor(
  order: Order,
  claims: ReadonlyMap<string, PlannedClaim>,
  leaseUntil: number,
): RosterMove[] {
  return order.instanceIds.flatMap((instanceId) => {
    const claim = claims.get(instanceId);
    if (claim === undefined) return [];
    const lease = { orderId: order.orderId, leaseUntil, dueAt: leaseUntil };
    return [moveEntry(claim.from, { ...claim.change, ...lease }, claim.atMs)];
  });
}

/** What to record about a sent order, and the instances whose state changes must come back. */
export interface SentPlan {
  readonly moves: readonly RosterMove[];
  readonly retryIds: readonly string[];
}

/**
 * Decides what an order's result means for the claimed entries. Without an answer, the claim stays: a command
 * may exist, and nobody may send before looking for it.
 */
export function planSent(
  result: OrderResult,
  claimed: ReadonlyMap<string, EntryOf<'claimed'>>,
  times: LookTimes,
  nowMs: number,
): SentPlan {
  const moves: RosterMove[] = [];
  const retryIds: string[] = [];
  const move = (instanceId: string, change: EntryChange) => {
    const from = claimed.get(instanceId);
    if (from !== undefined) moves.push(moveEntry(from, { ...identityOf(from), ...change }, nowMs));
  };

  for (const { commandId, requestedAtMs = nowMs, instanceIds } of result.sent) {
    const times = { sentAt: requestedAtMs, dueAt: nowMs + resultLookSeconds * 1000 };
    for (const id of instanceIds) {
      const claim = claimed.get(id);
      if (claim !== undefined)
        move(id, {
          status: 'commanded',
          reason: 'CommandSent',
          commandId,
          ...times,
          ...sentByClaim(claim, nowMs),
        });
    }
  }
  for (const { kind, instanceIds } of result.refused) {
    for (const id of instanceIds) {
      const claim = claimed.get(id);
      const change = claim === undefined ? undefined : afterRefusal(kind, claim, times, nowMs);
      if (change !== undefined) move(id, change);
    }
    if (kind === 'Throttled' || kind === 'Denied' || kind === 'Unknown') retryIds.push(...instanceIds);
  }
  return { moves, retryIds };
}

/** What an entry says of its command: what was sent, and what its instance has until that runs. */
export function sentByClaim(claim: EntryOf<'claimed'>, nowMs: number): Partial<ChangeTo<'commanded'>> {
  if (openErrand(claim) !== undefined) return errandSentBy(claim, nowMs);
  return { ...versionOfOrder(claim), ...hadByClaim(claim) };
}

/** The change for a claim whose order is refused for good. It names the version that was refused. */
function finishClaim(claim: EntryOf<'claimed'>, end: AgentEnd, nowMs: number): EntryChange {
  if (openErrand(claim) !== undefined) return finishAgent(claim, end, nowMs);
  const refused = { ...claim, ...versionOfOrder(claim) };
  const change = finishAgent(refused, end, nowMs);
  if (change.agent !== undefined) return change;
  return change.status === 'failed'
    ? { ...change, ...versionOfOrder(claim), ...hadByClaim(claim) }
    : { ...change, ...versionOfOrder(claim) };
}

/** The change for a refused instance; undefined when its claim must stay. */
function afterRefusal(
  kind: RefusalKind,
  claim: EntryOf<'claimed'>,
  times: LookTimes,
  nowMs: number,
): EntryChange | undefined {
  const { waitingSince = nowMs } = claim;
  // If the refusal lasts past the horizon, the entry comes to rest like any other. The sweep looks at it
  // again.
  const again = isPastHorizon(times, waitingSince, nowMs)
    ? ({
        status: 'unmanaged',
        causeCertainty: 'certain',
        waitingSince,
        dueAt: nextCauseLookAtMs(nowMs),
      } as const)
    : ({ status: 'waiting', waitingSince, dueAt: nextLookAtMs(times, waitingSince, nowMs) } as const);
  switch (kind) {
    case 'NotReady':
      return { ...again, reason: 'NotReady' };
    case 'Throttled':
      return { ...again, reason: 'Throttled' };
    case 'Denied':
      return { ...again, reason: 'SendDenied' };
    case 'DocumentRefused':
      return finishClaim(claim, { status: 'failed', reason: 'DocumentRefused' }, nowMs);
    case 'UnsupportedPlatform':
      return finishClaim(claim, { status: 'excluded', reason: 'UnsupportedPlatform' }, nowMs);
    case 'Unknown':
      return undefined;
  }
}
