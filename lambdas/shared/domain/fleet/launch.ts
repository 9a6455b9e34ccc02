/** The instance states that Muster is told about. */
export const launchStates = ['running', 'stopped', 'terminated'] as const;
export type LaunchState = (typeof launchStates)[number];

/**
 * One observed start (or end) of an instance, with the queue message that told of it. `atMs` is the time of the
 * event, in epoch milliseconds.
 */
export interface Launch {
  readonly instanceId: string;
  readonly state: LaunchState;
  readonly atMs: number;
  readonly messageId: string;
  /** True when EC2 itself has said that the instance is terminated, which is for ever: it need not be asked again. */
  readonly isOver?: boolean;
}

/**
 * Keeps the latest launch of each instance: events come late, twice and out of order. Of two at the same second, the
 * one that is further along wins, because a terminated instance never runs again.
 */
export function latestLaunches(launches: readonly Launch[]): Launch[] {
  const latest = new Map<string, Launch>();
  for (const launch of launches) {
    const known = latest.get(launch.instanceId);
    if (known === undefined || isLater(launch, known)) latest.set(launch.instanceId, launch);
  }
  return [...latest.values()];
}

function isLater(a: Launch, b: Launch): boolean {
  if (a.atMs !== b.atMs) return a.atMs > b.atMs;
  return launchStates.indexOf(a.state) > launchStates.indexOf(b.state);
}
