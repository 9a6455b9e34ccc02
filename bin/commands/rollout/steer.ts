import type { RolloutDesk } from '../../../lambdas/shared/clients/rollout/rollout-desk.ts';
import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { isOver, type Wish } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { UsageError } from '../../failure.ts';

/**
 * The roll-out that is meant: the one that is named, or the latest.
 * @throws UsageError when there is none.
 */
export async function findRollout(
  readAll: () => Promise<readonly Rollout[]>,
  rolloutId: string | undefined,
): Promise<Rollout> {
  const all = await readAll();
  const found = rolloutId === undefined ? all[0] : all.find(({ plan }) => plan.rolloutId === rolloutId);
  if (found !== undefined) return found;
  if (rolloutId === undefined) throw new UsageError('no roll-out was ever started here: muster rollout plan');
  const names = all.map(({ plan }) => plan.rolloutId).join(', ') || 'none was ever started';
  throw new UsageError(`${rolloutId}: there is no such roll-out; there are: ${names}`);
}

/**
 * Asks something of the roll-out that is under way.
 * @throws UsageError when it is over, or when what is asked makes no sense.
 */
export async function steer(desk: RolloutDesk, rollout: Rollout, wish: Wish, by: string) {
  const { plan, progress } = rollout;
  if (isOver(progress))
    throw new UsageError(`${plan.rolloutId} is ${progress.status}: nothing can be asked of it`);
  if (wish === 'resume' && progress.status === 'running')
    throw new UsageError(`${plan.rolloutId} is running: there is nothing to resume`);
  if (wish === 'pause' && progress.status !== 'running')
    throw new UsageError(`${plan.rolloutId} is ${progress.status} already`);
  const answer = await desk.steer(plan.rolloutId, wish, by);
  if (answer !== 'Asked')
    throw new UsageError(`${plan.rolloutId} is over meanwhile: nothing can be asked of it`);
}
