import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';

/** How a roll-out is followed. */
export interface WatchOptions {
  readonly isOnce: boolean;
  readAgain(): Promise<Rollout>;
  show(rollout: Rollout): Promise<void> | void;
}

/** A step comes with each recheck, which is a minute away at least. */
const pauseMs = 10_000;

/** Shows a roll-out whenever it changes, until it runs no more. Returns what was shown last. */
export async function watchRollout(
  first: Rollout,
  { isOnce, readAgain, show }: WatchOptions,
): Promise<Rollout> {
  let shown = first;
  await show(shown);
  while (!isOnce && (shown.progress.status === 'running' || shown.wish !== undefined)) {
    await systemClock.pause(pauseMs);
    const next = await readAgain();
    if (JSON.stringify(next) === JSON.stringify(shown)) continue;
    shown = next;
    await show(shown);
  }
  return shown;
}
