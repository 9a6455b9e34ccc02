import type { Cause } from '../shared/domain/diagnosis/cause.ts';
import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { chooseProfile } from '../shared/domain/fleet/profile.ts';
import { isPastHorizon } from '../shared/domain/roster/due.ts';
import { restOf } from '../shared/domain/roster/finish-agent.ts';
import {
  type Decision,
  leave,
  type RunningCase,
  record,
  recordOnce,
  type Seen,
  type Stage,
} from './decision.ts';
import { isResting, planRest, type SilentCase } from './plan-by-cause.ts';
import { planOnboarded } from './plan-onboarded.ts';
import { planRolledOut } from './plan-rolled-out.ts';
import { hasSucceededBefore, planSend } from './plan-send.ts';
import { planShares } from './plan-shares.ts';
import { planWait, waitingSinceOf } from './plan-wait.ts';

/**
 * The second stage: decides about the instances that run, by what Systems Manager says about them. Open are
 * those that have not registered by the horizon: their cause must be found. `managed` holds the registered
 * ones.
 */
export function planByManaged(
  running: readonly RunningCase[],
  managed: ReadonlyMap<string, ManagedInstance>,
): Stage<SilentCase> {
  const decisions: Decision[] = [];
  const open: SilentCase[] = [];
  for (const known of running) {
    const next = decide(known, managed.get(known.instance.instanceId));
    if ('kind' in next) decisions.push(next);
    else open.push(next);
  }
  return { decisions, open };
}

function decide(known: RunningCase, managed: ManagedInstance | undefined): Decision | SilentCase {
  if (known.entry?.status === 'onboarded') return planOnboarded(known, known.entry, managed);
  if (managed === undefined) return decideSilent(known);
  // While an instance is still starting, Systems Manager shows its state from before the stop.
  if (known.instance.state === 'pending') {
    const next = decideSilent(known);
    return 'kind' in next ? next : leave(known, isResting(known) ? 'AlreadyUnmanaged' : 'NotRegistered');
  }
  if (!managed.isOnline) return decideOffline(known, managed.platformName);
  return planRolledOut(known, managed) ?? decideOnline(known, managed);
}

/** The instance has not registered. It waits, or its cause must be found. */
function decideSilent(known: RunningCase): Decision | SilentCase {
  const waitingSince = waitingSinceOf(known);
  if (!isPastHorizon(known.settings.lookTimes, waitingSince, known.nowMs))
    return planWait(known, 'NotRegistered', {}, waitingSince);
  return isRestingUntilLater(known) ? leave(known, 'AlreadyUnmanaged') : { ...known, waitingSince };
}

/**
 * The instance is registered, but its agent does not answer. It waits. After the horizon this is its cause.
 */
function decideOffline(known: RunningCase, platform: string): Decision {
  const waitingSince = waitingSinceOf(known);
  if (!isPastHorizon(known.settings.lookTimes, waitingSince, known.nowMs))
    return planWait(known, 'ConnectionLost', { platform }, waitingSince);
  if (isRestingUntilLater(known)) return leave(known, 'AlreadyUnmanaged');
  return planRest({ ...known, waitingSince }, connectionLost, { platform });
}

/** Systems Manager says that the connection is lost. Why it is lost, nobody looks. */
const connectionLost: Cause = {
  code: 'ConnectionLost',
  certainty: 'certain',
  notLookedAt: ['why: the credentials, the network, the instance itself'],
};

/** True for an unmanaged entry if it is not yet time to look for its cause again. */
function isRestingUntilLater({ entry, nowMs }: RunningCase): boolean {
  return entry?.status === 'unmanaged' && entry.dueAt > nowMs;
}

function decideOnline(known: RunningCase, managed: ManagedInstance): Decision {
  const platform = managed.platformName;
  const profile = chooseProfile(known.settings.profiles, known.instance.tags);
  if (profile === undefined)
    return recordOnce(known, { status: 'excluded', reason: 'NoProfileMatches', platform });
  const { configuration } = known.settings;
  const seen = { platform, profile: profile.name, configuration };
  const plan = planShares(known, profile, managed);
  switch (plan.kind) {
    case 'unsupported':
      return recordOnce(known, {
        ...{ ...seen, ...plan.fields },
        ...({ status: 'excluded', reason: 'UnsupportedPlatform' } as const),
      });
    case 'rest':
      return recordOnce(known, { ...seen, ...restOf(plan.agents, known.nowMs), agents: plan.agents });
    case 'tooOld':
      return decideTooOld(
        known,
        { ...seen, ...plan.fields },
        `${managed.agentVersion} is older than ${plan.floor}`,
      );
    case 'send':
      if (hasSucceededBefore(known, plan.choice))
        return record(known, { ...seen, status: 'onboarded', reason: 'Onboarded', onboardedAt: known.nowMs });
      return planSend(known, { ...seen, ...plan.fields }, plan.choice);
  }
}

/** The SSM agent is too old for the document. The instance waits. After the horizon this is its cause. */
function decideTooOld(known: RunningCase, seen: Seen, detail: string): Decision {
  const waitingSince = waitingSinceOf(known);
  if (!isPastHorizon(known.settings.lookTimes, waitingSince, known.nowMs))
    return planWait(known, 'AgentTooOld', seen, waitingSince);
  if (isRestingUntilLater(known) && known.entry?.reason === 'AgentTooOld')
    return leave(known, 'AlreadyUnmanaged');
  return planRest(
    { ...known, waitingSince },
    { code: 'AgentTooOld', detail: `the SSM agent ${detail}`, certainty: 'certain', notLookedAt: [] },
    seen,
  );
}
