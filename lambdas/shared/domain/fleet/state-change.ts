/** The instance states that Muster is told about. */
export const watchedStates = ['running', 'stopped', 'terminated'] as const;
export type WatchedState = (typeof watchedStates)[number];

/** What EC2 tells of an instance: the state that it has entered. */
export interface StateChange {
  readonly instanceId: string;
  readonly state: WatchedState;
  /** The time of the event, in epoch milliseconds. */
  readonly atMs: number;
  /** True when EC2 itself has said that the instance is terminated, which is for ever: it need not be asked again. */
  readonly isOver?: boolean;
}

/**
 * Keeps the latest state change of each instance, because events come late, twice and out of order. Of two at the same
 * moment, the one that is further along wins: a terminated instance never runs again.
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
  if (a.atMs !== b.atMs) return a.atMs > b.atMs;
  return watchedStates.indexOf(a.state) > watchedStates.indexOf(b.state);
}
