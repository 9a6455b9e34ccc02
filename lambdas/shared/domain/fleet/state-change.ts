/** The instance states that EC2 reports to Muster. */
export const watchedStates = ['running', 'stopped', 'terminated'] as const;
export type WatchedState = (typeof watchedStates)[number];

/** What EC2 reports about an instance: the state that it has entered. */
export interface StateChange {
  readonly instanceId: string;
  readonly state: WatchedState;
  /** The time of the event, in epoch milliseconds. */
  readonly atMs: number;
  /**
   * True when EC2 itself has said that the instance is terminated. That is final, so EC2 need not be asked
   * again.
   */
  readonly isOver?: boolean;
  /**
   * True when the decision must be made anew although the state may be the same: the tags or the configuration
   * changed, or somebody asked.
   */
  readonly isAnew?: boolean;
  /** True for a change of tags. It is no launch: an instance without an entry is left to the event of its start. */
  readonly isOfKnown?: boolean;
}

/**
 * Keeps the latest state change of each instance, because events come late, twice and out of order. Of two at
 * the same moment, the later stage of life wins: a terminated instance never runs again. A state outweighs a change of
 * tags, whenever that was, because the instance is looked at in both cases.
 */
export function latestStateChanges(stateChanges: readonly StateChange[]): StateChange[] {
  const latest = new Map<string, StateChange>();
  for (const stateChange of stateChanges) {
    const known = latest.get(stateChange.instanceId);
    if (known === undefined || isLater(stateChange, known)) latest.set(stateChange.instanceId, stateChange);
  }
  return [...latest.values()];
}

function isLater(a: StateChange, b: StateChange): boolean {
  if (a.isOfKnown !== b.isOfKnown) return b.isOfKnown === true;
  if (a.atMs !== b.atMs) return a.atMs > b.atMs;
  return watchedStates.indexOf(a.state) > watchedStates.indexOf(b.state);
}
