import { hasRegistered, mayHaveRestarted, type Overview } from './census.ts';

/**
 * The instances that need more than their state for a decision. Those without an entry may have started
 * before the deployment, or a moment ago. Others are handed over with the time of their start. In an account
 * that is in step these are few. If many instances ran before Muster was deployed and are left alone, all of
 * those are among them.
 */
export function planCloserLook(overview: Overview): string[] {
  return [...overview.states.keys()].filter(
    (instanceId) =>
      !overview.entries.has(instanceId) ||
      hasRegistered(instanceId, overview) ||
      mayHaveRestarted(instanceId, overview),
  );
}
