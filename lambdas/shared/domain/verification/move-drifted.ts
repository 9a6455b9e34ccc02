import { readTakenUp, writeTakenUp } from '../rollout/taken-up.ts';
import type { AgentState } from '../roster/agent-state.ts';
import { type Drift, openDrifts, writeDrifts } from '../roster/drift.ts';
import { identityOf, moveEntry } from '../roster/move-entry.ts';
import { isReasonCode } from '../roster/reason.ts';
import type { EntryOf } from '../roster/roster-entry.ts';
import type { RosterMove } from '../roster/roster-move.ts';

/** What an entry notes in the place of a roll-out when a document is sent again after a drift. No roll-out has this id. */
const driftId = 'drift';

/**
 * The move of an onboarded entry after a verification; undefined when nothing is new. Where a document is to be sent again
 * the entry waits, and the next recheck sends it as for a roll-out: in the version that the instance has, and until the
 * command is recorded the entry still says what it has.
 */
export function moveDrifted(
  entry: EntryOf<'onboarded'>,
  drifts: readonly Drift[],
  nowMs: number,
): RosterMove | undefined {
  const drift = writeDrifts(drifts);
  if (drift === (entry.drift ?? '')) return undefined;
  const again = drifts.filter(({ status, sentAtMs }) => status === 'sent' && sentAtMs === nowMs);
  if (again.length > 0)
    return sendAgain(entry, { drift, documents: again.map(({ document }) => document) }, nowMs);
  const isOpen = openDrifts({ status: 'onboarded', drift }).length > 0;
  const isOther = entry.reason !== 'Drifted' && isReasonCode(entry.reason);
  const reason = isOpen || !isOther ? 'Onboarded' : entry.reason;
  return moveEntry(entry, { ...identityOf(entry), status: 'onboarded', reason, drift }, nowMs);
}

function sendAgain(
  entry: EntryOf<'onboarded'>,
  { drift, documents }: { readonly drift: string; readonly documents: readonly string[] },
  nowMs: number,
): RosterMove {
  const isMeant = ({ document, status }: AgentState) =>
    document !== undefined && documents.includes(document) && status === 'onboarded';
  const versions = Object.fromEntries(
    (entry.agents ?? [entry]).flatMap(({ document, documentVersion }) =>
      document !== undefined && documentVersion !== undefined && documents.includes(document)
        ? [[document, documentVersion]]
        : [],
    ),
  );
  // A roll-out that has the instance in its hand sees that it is not well.
  const rolloutId = readTakenUp(entry.rollout)?.rolloutId ?? driftId;
  const agents = entry.agents?.map(
    (state): AgentState => (isMeant(state) ? { ...state, status: 'waiting', reason: 'Drifted' } : state),
  );
  return moveEntry(
    entry,
    {
      ...identityOf(entry),
      ...({ status: 'waiting', reason: 'Drifted', waitingSince: nowMs, drift } as const),
      ...(agents === undefined ? {} : { agents }),
      rollout: writeTakenUp({ rolloutId, versions }),
      // After now, so that a recheck that looks at everything due now comes to an end.
      dueAt: nowMs + 1,
    },
    nowMs,
  );
}
