import type { Commands } from '../shared/clients/commands/commands.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import { resultLookSeconds } from '../shared/domain/roster/due.ts';
import { leaseMarginSeconds } from '../shared/domain/roster/lease.ts';
import { identityOf, moveEntry } from '../shared/domain/roster/move-entry.ts';
import type { EntryOf, RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Log } from '../shared/runtime/log.ts';
import { sentByClaim } from './plan-sent.ts';

/** What healing needs from outside. */
export interface HealingPorts {
  readonly commands: Pick<Commands, 'find'>;
  readonly roster: Pick<Roster, 'move'>;
  readonly log: Log;
}

/** The entries after healing, and the moves that healing wrote. */
export interface HealedClaims {
  readonly entries: ReadonlyMap<string, RosterEntry>;
  readonly written: readonly RosterMove[];
  /** The instances of claims that have a command but whose record got no answer. Nobody may send to them. */
  readonly unansweredIds: ReadonlySet<string>;
  /** How much of the margin of the lease the latest of the found commands used, in seconds: it was requested so late. */
  readonly lateSeconds: number;
}

/**
 * Heals claims that have expired by `nowMs`. A call was stopped between the claim and the record of what it
 * sent. The order id in the command's comment shows whether the command was sent. If it was, the entry
 * becomes `commanded` with that command. If no command is found, nothing was sent, and the instance may be
 * claimed anew.
 *
 * If somebody else moved an entry meanwhile, it stays as it was read, and the table refuses any move from it.
 */
export async function healClaims(
  found: ReadonlyMap<string, RosterEntry>,
  nowMs: number,
  { commands, roster, log }: HealingPorts,
): Promise<HealedClaims> {
  const moves: RosterMove[] = [];
  let lateMs = 0;
  const orders = [...expiredClaims(found, nowMs)];
  const looked = await mapConcurrently(orders, callsAtOnce, async ([orderId, claims]) => {
    const sinceMs = Math.min(...claims.map((claim) => claim.changedAt)) - leaseMarginSeconds * 1000;
    return { orderId, claims, sent: await commands.find(orderId, sinceMs) };
  });
  for (const { orderId, claims, sent } of looked) {
    log.warn('claims ran out', { orderId, count: claims.length, commandIds: sent.map((c) => c.commandId) });
    for (const from of claims) {
      const command = sent.find(({ instanceIds }) => instanceIds.includes(from.instanceId));
      if (command === undefined) continue;
      const { commandId, requestedAtMs: sentAt } = command;
      lateMs = Math.max(lateMs, sentAt - (from.leaseUntil - leaseMarginSeconds * 1000));
      const dueAt = nowMs + resultLookSeconds * 1000;
      const change = { status: 'commanded', reason: 'CommandSent', commandId, sentAt, dueAt } as const;
      moves.push(moveEntry(from, { ...identityOf(from), ...change, ...sentByClaim(from, nowMs) }, nowMs));
    }
  }
  const { written, unwritten } = moves.length === 0 ? nothingMoved : await roster.move(moves);
  const entries = new Map(found);
  for (const { to } of written) entries.set(to.instanceId, to);
  const unansweredIds = new Set(unwritten.map(({ to }) => to.instanceId));
  return { entries, written, unansweredIds, lateSeconds: Math.round(lateMs / 1000) };
}

const nothingMoved = { written: [], unwritten: [] };

/** The expired claims, by order. */
function expiredClaims(
  entries: ReadonlyMap<string, RosterEntry>,
  nowMs: number,
): Map<string, EntryOf<'claimed'>[]> {
  const orders = new Map<string, EntryOf<'claimed'>[]>();
  for (const entry of entries.values()) {
    if (entry.status !== 'claimed' || entry.leaseUntil > nowMs) continue;
    orders.set(entry.orderId, [...(orders.get(entry.orderId) ?? []), entry]);
  }
  return orders;
}
