import { hasRegistered, mayHaveRestarted, type Overview } from './census.ts';

/**
 * The instances whose state alone does not say what the sweep must do: those without an entry, for they may have
 * started before the deployment or a moment ago, and those that are handed over with the time of their start. In an
 * account that is in step these are few; where many ran before Muster was deployed and are left alone, all of those.
 */
export function planCloserLook(overview: Overview): string[] {
  return [...overview.states.keys()].filter(
    (instanceId) =>
      !overview.entries.has(instanceId) ||
      hasRegistered(instanceId, overview) ||
      mayHaveRestarted(instanceId, overview),
  );
}
