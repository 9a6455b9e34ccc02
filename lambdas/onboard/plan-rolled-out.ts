import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { chooseProfile } from '../shared/domain/fleet/profile.ts';
import { isUnsent } from '../shared/domain/rollout/taken-up.ts';
import { type AgentState, leavingAgent } from '../shared/domain/roster/agent-state.ts';
import { openErrand } from '../shared/domain/roster/errand.ts';
import { type Decision, type RunningCase, record } from './decision.ts';
import { planErrand } from './plan-errand.ts';
import { planSend } from './plan-send.ts';
import { planShares } from './plan-shares.ts';

/**
 * Decides about an instance that was onboarded, that a roll-out took up, and that answers. It gets what it lacks. It goes
 * back to what it was when its profile has nothing for it any more, when it started again, or when it was silent for so
 * long that the roll-out has counted it as failed: the next step of the roll-out takes it up again.
 *
 * Undefined for every other instance, and for one whose SSM agent is too old: that is decided as for a launch.
 */
export function planRolledOut(known: RunningCase, managed: ManagedInstance): Decision | undefined {
  const { entry, instance, settings } = known;
  const errand = openErrand(entry);
  if (errand !== undefined) return planErrand(known, managed, errand);
  const profile = chooseProfile(settings.profiles, instance.tags);
  const leaving =
    entry?.status === 'waiting' || entry?.status === 'claimed' ? leavingAgent(entry.agents) : undefined;
  if (leaving?.document !== undefined && profile?.agents?.includes(leaving.agent) !== true)
    return planLeaving(known, managed, { ...leaving, document: leaving.document });
  if (!isUnsent(entry)) return undefined;
  const plan = profile === undefined ? undefined : planShares(known, profile, managed);
  if (plan?.kind === 'tooOld') return undefined;
  const isNewStart = instance.launchedAtMs > entry.launchedAt;
  if (plan?.kind !== 'send' || profile === undefined || isNewStart || entry.status === 'unmanaged')
    return record(known, { status: 'onboarded', reason: 'Onboarded' });
  const seen = {
    platform: managed.platformName,
    profile: profile.name,
    configuration: settings.configuration,
  };
  return planSend(known, { ...seen, ...plan.fields }, plan.choice);
}

/**
 * Decides about an agent that no profile names and that a roll-out takes away: its document is sent, to uninstall it. An
 * instance that started again before anything was sent keeps it; the next step of the roll-out takes it up again.
 */
function planLeaving(
  known: RunningCase,
  managed: ManagedInstance,
  { agent, document }: AgentState & { readonly document: string },
): Decision {
  const { entry, instance, settings } = known;
  const isNewStart = entry !== undefined && instance.launchedAtMs > entry.launchedAt;
  if (isUnsent(entry) && isNewStart) return record(known, { status: 'onboarded', reason: 'Onboarded' });
  const { profile = chooseProfile(settings.profiles, instance.tags)?.name, agents } = entry ?? {};
  const seen = {
    ...{ platform: managed.platformName, configuration: settings.configuration, agent },
    ...(profile === undefined ? {} : { profile }),
    ...(agents === undefined ? {} : { agents }),
  };
  return planSend(known, seen, { document, parameters: { Operation: ['Uninstall'] } });
}
