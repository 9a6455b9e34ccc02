import type { LaunchVersionsStore } from '../shared/clients/rollout/launch-versions-store.ts';
import type { Rollout } from '../shared/clients/rollout/rollout-item.ts';
import type { RolloutStore } from '../shared/clients/rollout/rollout-store.ts';
import { type LaunchVersions, launchVersionsOf } from '../shared/domain/rollout/launch-versions.ts';
import { isOver } from '../shared/domain/rollout/rollout-state.ts';

/** What settling what launches get needs from outside. */
export interface LaunchVersionsPorts {
  readonly launchVersions: LaunchVersionsStore;
  readonly rollouts: Pick<RolloutStore, 'find'>;
}

/**
 * Has launches get what a roll-out says. Every step does that, before it takes anybody up and before it is written that the
 * roll-out is over. So a step may die anywhere: the next one does the same. `held` is what launches got when the call began.
 */
export async function settleLaunchVersions(
  { plan, progress }: Pick<Rollout, 'plan' | 'progress'>,
  held: LaunchVersions | undefined,
  { launchVersions }: Pick<LaunchVersionsPorts, 'launchVersions'>,
): Promise<void> {
  const wanted = launchVersionsOf(plan, progress);
  const isHeld = held?.rolloutId === plan.rolloutId;
  if (wanted !== undefined && !isHeld) await launchVersions.hold(wanted);
  if (wanted === undefined && isHeld) await launchVersions.release(plan.rolloutId);
}

/**
 * Has launches get what was deployed last when the roll-out that holds it back is over, or is not there: a late call wrote
 * that it holds it back, or the table was restored.
 */
export async function releaseForgotten(
  { rolloutId }: LaunchVersions,
  { rollouts, launchVersions }: LaunchVersionsPorts,
): Promise<void> {
  const found = await rollouts.find(rolloutId);
  // What another version of Muster wrote may be under way.
  if (found === 'Unreadable') return;
  if (found === undefined || isOver(found.progress)) await launchVersions.release(rolloutId);
}
