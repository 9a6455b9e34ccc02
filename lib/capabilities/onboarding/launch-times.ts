import type { Settings } from '../../configuration/settings.ts';
import { outcomeSeconds } from './follow-up-function.ts';

/**
 * How long it may take from the start of an instance until it is onboarded, besides the time that its documents run: the
 * first look, and for each agent a recheck and the reading of its result.
 */
export function launchSecondsMax(settings: Settings): number {
  const { launchDelaySeconds, batchingWindowSeconds, recheckMinutes } = settings;
  const all = Object.keys(settings.agents).length;
  const counts = settings.profiles.map(({ agents, documents }) =>
    documents === undefined ? (agents?.length ?? all) : 1,
  );
  const documentCount = Math.max(1, ...counts);
  return launchDelaySeconds + batchingWindowSeconds + documentCount * (recheckMinutes * 60 + outcomeSeconds);
}
