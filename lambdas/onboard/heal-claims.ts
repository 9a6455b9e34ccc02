import type { RosterEntry, RosterMove } from '../domain/roster.ts';
import type { Ports } from './onboard.ts';
import { settle } from './plan-sent.ts';

/**
 * Heals claims whose lease ran out: a call was stopped between the claim and the record of what it sent. The order
 * id in the command's comment tells whether it was sent: then the entry becomes `commanded` with that command. When
 * no command is found nothing was sent, and the instance may be claimed anew.
 *
 * @returns the entries as they are after healing. One that somebody else moved meanwhile is returned as it was, and
 * the table refuses any move from it.
 */
export async function healClaims(
  entries: ReadonlyMap<string, RosterEntry>,
  { commands, roster, clock, log }: Pick<Ports, 'commands' | 'roster' | 'clock' | 'log'>,
): Promise<Map<string, RosterEntry>> {
  const healed = new Map(entries);
  const orders = new Map<string, RosterEntry[]>();
  for (const entry of entries.values()) {
    const isExpired = entry.status === 'claimed' && (entry.leaseUntil ?? 0) <= clock.now();
    if (!isExpired || entry.orderId === undefined) continue;
    orders.set(entry.orderId, [...(orders.get(entry.orderId) ?? []), entry]);
  }

  const moves: RosterMove[] = [];
  for (const [orderId, claims] of orders) {
    const sinceMs = Math.min(...claims.map((claim) => claim.changedAt)) - clockSkewMs;
    const sent = await commands.find(orderId, sinceMs);
    log.warn('claims ran out', { orderId, count: claims.length, commandIds: sent.map((c) => c.commandId) });
    for (const from of claims) {
      const command = sent.find(({ instanceIds }) => instanceIds.includes(from.instanceId));
      if (command === undefined) continue;
      const { commandId } = command;
      const to = {
        ...settle(from, clock.now()),
        status: 'commanded',
        reason: 'CommandSent',
        commandId,
      } as const;
      moves.push({ from, to });
    }
  }
  const { written } = await roster.move(moves);
  for (const { to } of written) healed.set(to.instanceId, to);
  return healed;
}

/** How far our clock and that of Systems Manager may be apart when commands are looked for by their time. */
const clockSkewMs = 5 * 60 * 1000;
