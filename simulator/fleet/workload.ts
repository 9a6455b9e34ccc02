import type { InstanceSpec } from 'local-cloud';

/**
 * A planned launch. `source` is what the final tags of the launch say, in the words of the roster: `asg:web`,
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

/** Launches, sorted by time. */
export type Workload = readonly PlannedLaunch[];

/**
 * An agent retries within this time after its cause is fixed (amazon-ssm-agent, credentialrefresher: 60 minutes at
 * most).
 */
const retrySecondsMax = 60 * 60;

/** The latest time at which the last agent registers, in seconds after the start of the run, without its boot time. */
export function lastRegistrationSeconds(workload: Workload): number {
  return latest(workload, registrationSeconds);
}

/** The time of the last event in the plans of the instances, in seconds after the start of the run. */
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
  const { stoppedAfterSeconds = 0, restartedAfterSeconds = 0 } = lifecycle;
  const { agentSilentAfterSeconds = 0, agentBusyForSeconds = 0 } = lifecycle;
  const bootSeconds = stoppedAfterSeconds + restartedAfterSeconds;
  const agentSeconds = Math.max(agentSilentAfterSeconds, agentBusyForSeconds);
  const { terminatedAfterSeconds = 0, tagsChangedAfterSeconds = 0 } = lifecycle;
  return Math.max(terminatedAfterSeconds, tagsChangedAfterSeconds, bootSeconds + agentSeconds);
}
