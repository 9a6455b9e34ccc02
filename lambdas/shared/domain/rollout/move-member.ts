import type { Instance } from '../fleet/instance.ts';
import { chooseProfile, documentsOf } from '../fleet/profile.ts';
import { readSource } from '../fleet/source.ts';
import type { OnboardingSettings } from '../onboarding-settings.ts';
import type { AgentState } from '../roster/agent-state.ts';
import { writeErrand } from '../roster/errand.ts';
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
  const { rolloutId, errand } = plan;
  const lacked = lackedDocuments(entry, plan);
  const versions = Object.fromEntries(
    Object.entries(plan.versions).filter(([document]) => lacked.includes(document)),
  );
  const agents = entry.agents?.map(
    (state): AgentState => (isLackedAgent(state, plan) ? openAgain(state, plan) : state),
  );
  return moveEntry(
    entry,
    {
      ...identityOf(entry),
      ...({ status: 'waiting', reason: 'RolloutWave', waitingSince: nowMs } as const),
      ...(agents === undefined ? {} : { agents }),
      rollout: writeTakenUp({ rolloutId, versions }),
      ...(errand === undefined
        ? {}
        : { errand: writeErrand({ ...errand, rolloutId, status: 'open', changedAt: nowMs }) }),
      // After now, so that a recheck that looks at everything due now comes to an end.
      dueAt: nowMs + 1,
    },
    nowMs,
  );
}

/**
 * The first entry of an instance that ran before Muster was deployed: a launch that has waited since its start, so nobody
 * waits for its registration any longer. It is decided like every launch.
 */
export function adopt(
  instance: Instance,
  { rolloutId, versions }: Pick<RolloutPlan, 'rolloutId' | 'versions'>,
  {
    settings,
    nowMs,
  }: { readonly settings: Pick<OnboardingSettings, 'profiles' | 'agents'>; readonly nowMs: number },
): RosterMove {
  const { instanceId, launchedAtMs: launchedAt, tags } = instance;
  const profile = chooseProfile(settings.profiles, tags);
  const own = profile === undefined ? [] : documentsOf(profile, settings.agents);
  const ofProfile = Object.entries(versions).filter(([document]) => own.includes(document));
  return moveEntry(
    undefined,
    {
      ...{ instanceId, source: readSource(instance), firstSeenAt: nowMs, launchedAt },
      ...({ status: 'waiting', reason: 'RolloutWave', waitingSince: launchedAt } as const),
      rollout: writeTakenUp({ rolloutId, versions: Object.fromEntries(ofProfile) }),
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
function openAgain(state: AgentState, { uninstall }: Pick<RolloutPlan, 'uninstall'>): AgentState {
  return {
    ...{ ...state, status: 'waiting', reason: state.status === 'onboarded' ? 'RolloutWave' : 'NextAgent' },
    ...(uninstall === undefined ? {} : { leaving: true as const }),
  };
}
