import type { InstanceSpec } from 'local-cloud';

/**
 * One launch that is to happen. `source` is what the launch's tags say in the end, in the roster's words: `asg:web`,
 * `emr:j-ABC/CORE`, `eks:shop/general`, `ecs:batch`, `standalone`. Launches with the same `reservation` are launched
 * together.
 */
export interface PlannedLaunch {
  /** Virtual seconds after the start of the run. */
  readonly atSeconds: number;
  readonly source: string;
  readonly reservation: number;
  readonly spec: InstanceSpec;
}

/** Launches in the order of their times. */
export type Workload = readonly PlannedLaunch[];
