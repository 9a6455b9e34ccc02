import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { chooseProfile } from '../shared/domain/fleet/profile.ts';
import { isUnsent } from '../shared/domain/rollout/taken-up.ts';
import { type Decision, type RunningCase, record } from './decision.ts';
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
  if (!isUnsent(entry)) return undefined;
  const profile = chooseProfile(settings.profiles, instance.tags);
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
