import type { LocalCloud } from 'local-cloud';
import type { Bounds } from '../promises/bounds.ts';
import type { DeployedTimes } from '../promises/deployed-times.ts';
import type { Act } from '../rollouts/acts.ts';
import type { Launched } from '../run/run-workload.ts';
import { type Drifted, Drifts } from './drifts.ts';
import { isOnboarded } from './read-entry.ts';

/** The drifts of a run. */
export interface BegunDrifts {
  /** Who has drifted so far. Without a verification nobody does. */
  readonly drifted: () => readonly Drifted[];
  readonly acts: readonly Act[];
  /** Until when the last of them is to be told; 0 when nothing is verified. */
  readonly toldMs: number;
}

/** Plans the drifts of a run, where what is onboarded is verified, and follows them. */
export function beginDrifts(
  cloud: LocalCloud,
  run: {
    readonly seed: number;
    readonly rosterTableName: string;
    /** The instances, as they are launched, and how many they will be. */
    readonly launched: readonly Launched[];
    readonly launches: number;
    /** When the first agent is removed at the earliest, and when the faults end. */
    readonly fromMs: number;
    readonly faultsEndMs: number;
    readonly times: Pick<DeployedTimes, 'onDrift'>;
    readonly bounds: Pick<Bounds, 'driftSeconds' | 'endSeconds'>;
  },
): BegunDrifts {
  const { seed, rosterTableName, launched, launches, fromMs, faultsEndMs, times, bounds } = run;
  if (times.onDrift === undefined) return { drifted: () => [], acts: [], toldMs: 0 };
  const drifts = new Drifts(seed, launches, fromMs);
  cloud.record.listen(drifts.take);
  return {
    drifted: () => drifts.all,
    acts: drifts.acts(launched, (instanceId) => isOnboarded(cloud, rosterTableName, instanceId)),
    toldMs: Math.max(drifts.lastMs, faultsEndMs) + (bounds.driftSeconds + bounds.endSeconds) * 1000,
  };
}
