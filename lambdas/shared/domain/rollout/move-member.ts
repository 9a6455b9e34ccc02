import type { AgentState } from '../roster/agent-state.ts';
import { identityOf, moveEntry } from '../roster/move-entry.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { RosterMove } from '../roster/roster-move.ts';
import { isLackedAgent, lackedDocuments } from './lacks.ts';
import type { RolloutPlan } from './rollout-state.ts';
import { writeTakenUp } from './taken-up.ts';

/**
 * The move of an entry that a roll-out takes up: it waits, and the next recheck sends what it lacks. Until then it still
 * says what its instance has, so it can be put back.
 */
export function takeUp(entry: RosterEntry, plan: RolloutPlan, nowMs: number): RosterMove {
  const lacked = lackedDocuments(entry, plan);
  const versions = Object.fromEntries(
    Object.entries(plan.versions).filter(([document]) => lacked.includes(document)),
  );
  const agents = entry.agents?.map(
    (state): AgentState => (isLackedAgent(state, plan) ? openAgain(state) : state),
  );
  return moveEntry(
    entry,
    {
      ...identityOf(entry),
      ...({ status: 'waiting', reason: 'RolloutWave', waitingSince: nowMs } as const),
      ...(agents === undefined ? {} : { agents }),
      rollout: writeTakenUp({ rolloutId: plan.rolloutId, versions }),
      // After now, so that a recheck that looks at everything due now comes to an end.
      dueAt: nowMs + 1,
    },
    nowMs,
  );
}

/** The move of an entry that was taken up and has been sent nothing: it is onboarded, with what it had. */
export function putBack(entry: RosterEntry, nowMs: number): RosterMove {
  return moveEntry(
    entry,
    { ...identityOf(entry), ...({ status: 'onboarded', reason: 'Onboarded' } as const) },
    nowMs,
  );
}

/** An agent that is to be sent. One that succeeded is told from one that failed: it may be put back. */
function openAgain(state: AgentState): AgentState {
  return { ...state, status: 'waiting', reason: state.status === 'onboarded' ? 'RolloutWave' : 'NextAgent' };
}
