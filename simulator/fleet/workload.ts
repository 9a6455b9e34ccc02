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

/** An agent that is mended tries again within this time (amazon-ssm-agent, credentialrefresher: 60 minutes at most). */
const retrySecondsMax = 60 * 60;

/** When the last agent registers at the latest, in seconds after the start of the run, without the time of the boot. */
export function lastRegistrationSeconds(workload: Workload): number {
  return latest(workload, registrationSeconds);
}

/** When the last thing happens that the plans of the instances have, in seconds after the start of the run. */
export function lastPlannedSeconds(workload: Workload): number {
  return latest(workload, (spec) => Math.max(registrationSeconds(spec), lifeSeconds(spec)));
}

function latest(workload: Workload, secondsOf: (spec: InstanceSpec) => number): number {
  return workload.reduce((last, { atSeconds, spec }) => Math.max(last, atSeconds + secondsOf(spec)), 0);
}

function registrationSeconds({ registration }: InstanceSpec): number {
  if (registration.kind === 'late') return registration.delaySeconds;
  return registration.kind === 'recovers' ? registration.mendedAfterSeconds + retrySecondsMax : 0;
}

function lifeSeconds({ lifecycle = {} }: InstanceSpec): number {
  const { stoppedAfterSeconds = 0, restartedAfterSeconds = 0, agentSilentAfterSeconds = 0 } = lifecycle;
  const bootSeconds = stoppedAfterSeconds + restartedAfterSeconds;
  return Math.max(lifecycle.terminatedAfterSeconds ?? 0, bootSeconds + agentSilentAfterSeconds);
}
