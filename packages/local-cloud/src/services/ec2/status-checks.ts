import type { Instance } from './ec2-instance.ts';

/** Status checks report `initializing` this long after `running`. Assumed. */
const INITIALIZING_MS = 150_000;

/** The status checks of an instance. Those of the system, the instance and its volumes have the same result here. */
export interface StatusChecks {
  readonly status: 'ok' | 'initializing' | 'not-applicable';
  /** Undefined while the checks do not apply. */
  readonly reachability: 'passed' | 'initializing' | undefined;
}

/** The status checks at `nowMs`. No instance of the local cloud is ever impaired. */
export function statusChecks({ state, stateSinceMs }: Instance, nowMs: number): StatusChecks {
  if (state !== 'running') return { status: 'not-applicable', reachability: undefined };
  const isReady = nowMs - stateSinceMs >= INITIALIZING_MS;
  return isReady
    ? { status: 'ok', reachability: 'passed' }
    : { status: 'initializing', reachability: 'initializing' };
}
