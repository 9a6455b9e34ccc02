import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { earlyLookSeconds } from './onboarding-function.ts';

/**
 * Late looks that are further apart than the horizon is away: an instance that does not register would be called
 * unmanaged only by the look after that, up to a day too late, and one that does would be found no sooner.
 */
export const findLookMistakes: ConfigCheck = (_outline, settings) => [
  ...new Set(settings.flatMap(findLateLooks)),
];

/** In the early time every recheck looks, however far late looks are apart. */
function findLateLooks({ lateRecheckMinutes, horizonMinutes }: Settings): string[] {
  const most = Math.max(horizonMinutes, earlyLookSeconds / 60);
  if (lateRecheckMinutes <= most) return [];
  const why = `while horizonMinutes is ${horizonMinutes}: who has not registered by then is called unmanaged`;
  return [`lateRecheckMinutes: received ${lateRecheckMinutes}; allowed: at most ${most} ${why}`];
}
