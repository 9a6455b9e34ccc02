import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { chooseProfile } from '../shared/domain/fleet/profile.ts';
import type { EntryOf } from '../shared/domain/roster/roster-entry.ts';
import { type Decision, leave, type RunningCase, record } from './decision.ts';
import { hasSucceededBefore, planSend } from './plan-send.ts';
import { planShares } from './plan-shares.ts';

/**
 * Decides anew about an onboarded instance whose tags changed. It gets what its profile names now and it lacks: the
 * tag that chooses the profile often comes after the document of another profile was sent. Nothing that it has is
 * taken away, and a new version of what it has is a roll-out. An instance that does not answer is left as it is. The
 * sweep finds it again.
 */
export function planOnboarded(
  known: RunningCase,
  entry: EntryOf<'onboarded'>,
  managed: ManagedInstance | undefined,
): Decision {
  const { settings, instance } = known;
  const profile = chooseProfile(settings.profiles, instance.tags);
  if (profile === undefined || managed === undefined || !managed.isOnline || instance.state === 'pending')
    return leave(known, 'AlreadyOnboarded');
  const seen = {
    platform: managed.platformName,
    profile: profile.name,
    configuration: settings.configuration,
  };
  const plan = planShares(known, profile, managed);
  if (plan.kind === 'tooOld') return leave(known, 'AlreadyOnboarded');
  const isLacking =
    plan.kind === 'send' &&
    plan.choice.document !== entry.document &&
    !hasSucceededBefore(known, plan.choice);
  if (isLacking) return planSend(known, { ...seen, ...plan.fields }, plan.choice, 'ProfileChanged');
  if (entry.profile === profile.name) return leave(known, 'AlreadyOnboarded');
  return record(known, { ...seen, status: 'onboarded', reason: 'Onboarded' });
}
