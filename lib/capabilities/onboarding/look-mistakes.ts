import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { earlyLookSeconds } from './onboarding-function.ts';

/** The times of late looks that contradict another setting. */
export const findLookMistakes: ConfigCheck = (_outline, settings) => [
  ...new Set(settings.flatMap((each) => [...findRareLooks(each), ...findFrequentLooks(each)])),
];

/**
 * Late looks that are further apart than the horizon is away. An instance that does not register would then
 * become unmanaged only at the look after the horizon, up to a day late. One that does register would be
 * found no sooner. In the early time every recheck looks, however far apart late looks are.
 */
function findRareLooks({ lateRecheckMinutes, horizonMinutes }: Settings): string[] {
  const most = Math.max(horizonMinutes, earlyLookSeconds / 60);
  if (lateRecheckMinutes === undefined || lateRecheckMinutes <= most) return [];
  const why = `while horizonMinutes is ${horizonMinutes}: who has not registered by then is called unmanaged`;
  return [`lateRecheckMinutes: received ${lateRecheckMinutes}; allowed: at most ${most} ${why}`];
}

/** Late looks more often than the recheck, which alone looks. */
function findFrequentLooks({ lateRecheckMinutes, recheckMinutes }: Settings): string[] {
  if (lateRecheckMinutes === undefined || lateRecheckMinutes >= recheckMinutes) return [];
  const why = `recheckMinutes is ${recheckMinutes}, and only a recheck looks`;
  return [`lateRecheckMinutes: received ${lateRecheckMinutes}; allowed: at least ${recheckMinutes}: ${why}`];
}
