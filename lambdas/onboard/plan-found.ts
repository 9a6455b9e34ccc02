import type { EarlierCommand } from '../shared/clients/commands/commands.ts';
import { leavingAgent } from '../shared/domain/roster/agent-state.ts';
import { errandSentBy, openErrand } from '../shared/domain/roster/errand.ts';
import { identityOf, moveEntry } from '../shared/domain/roster/move-entry.ts';
import type { EntryOf } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';

/**
 * The moves of claimed entries whose instance has got the document already, by a command that the roster does not know:
 * the table was restored, or was not in use. The latest of these commands counts as sent for the claim, and its result
 * decides. A command that is older than the latest one that the entry knows is past.
 */
export function planFound(
  claims: readonly EntryOf<'claimed'>[],
  commands: readonly EarlierCommand[],
  nowMs: number,
): RosterMove[] {
  return claims.flatMap((claim) => {
    // The same document installs and uninstalls. It is sent again: what is gone is not taken away twice.
    if (leavingAgent(claim.agents)?.agent === claim.agent && claim.agent !== undefined) return [];
    const { sentAt = Number.NEGATIVE_INFINITY } = claim;
    const errand = openErrand(claim);
    const unknown = commands.filter(
      ({ instanceIds, requestedAtMs, rolloutId }) =>
        instanceIds.includes(claim.instanceId) && requestedAtMs > sentAt && rolloutId === errand?.rolloutId,
    );
    const [latest] = unknown.toSorted((one, other) => other.requestedAtMs - one.requestedAtMs);
    if (latest === undefined) return [];
    const { commandId, documentVersion, requestedAtMs } = latest;
    const sent = errand === undefined ? { documentVersion } : errandSentBy(claim, nowMs);
    const change = { ...sent, ...({ status: 'commanded', reason: 'CommandSent', commandId } as const) };
    // After now, so that a recheck that looks at everything due now comes to an end.
    const times = { sentAt: requestedAtMs, dueAt: nowMs + 1 };
    return [moveEntry(claim, { ...identityOf(claim), ...change, ...times }, nowMs)];
  });
}
