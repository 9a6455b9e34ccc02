import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { earlyLookSeconds } from './onboarding-function.ts';

/**
 * Late looks that are further apart than the horizon is away. An instance that does not register would then
 * become unmanaged only at the look after the horizon, up to a day late. One that does register would be
 * found no sooner.
 */
export const findLookMistakes: ConfigCheck = (_outline, settings) => [
  ...new Set(settings.flatMap(findLateLooks)),
];

/** In the early time every recheck looks, however far apart late looks are. */
function findLateLooks({ lateRecheckMinutes, horizonMinutes }: Settings): string[] {
  const most = Math.max(horizonMinutes, earlyLookSeconds / 60);
  if (lateRecheckMinutes <= most) return [];
  const why = `while horizonMinutes is ${horizonMinutes}: who has not registered by then is called unmanaged`;
  return [`lateRecheckMinutes: received ${lateRecheckMinutes}; allowed: at most ${most} ${why}`];
}
