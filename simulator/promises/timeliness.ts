import { Random } from 'local-cloud';
import { round } from '../bench/bench-scale.ts';
import { type Percentiles, SecondsHistogram } from '../bench/percentiles.ts';
import { SystemsManagerCalls } from '../bench/systems-manager-calls.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import type { Workload } from '../fleet/workload.ts';
import { deployApplication } from '../run/deploy-application.ts';
import { findParts } from '../run/deployed-parts.ts';
import { readRoster } from '../run/roster-rows.ts';
import { type Launched, scheduleLaunches } from '../run/run-workload.ts';
import { settleSeconds } from '../run/settle-time.ts';
import { SimulationWatch } from '../run/simulation-watch.ts';
import { boundsOf } from './bounds.ts';
import { readTimes } from './deployed-times.ts';

/**
 * The fleets that are timed. `example` costs what an ordinary day costs. `scattered` is the same fleet with many
 * registrations at scattered times, so that the percentiles of late instances rest on many values.
 */
export const timedFleets = ['example', 'scattered'] as const;
export type TimedFleet = (typeof timedFleets)[number];

/** Faster settings, by the names of `muster.config.ts`. The bench measures them in addition to the given settings. */
export const fastSettings = {
  launchDelaySeconds: 60,
  batchingWindowSeconds: 20,
  recheckMinutes: 1,
  lateRecheckMinutes: 3,
} as const;

/** What to time. */
export interface TimelinessOptions {
  readonly seed: number;
  readonly launches: number;
  readonly fleet: TimedFleet;
}

/** How soon instances get their first command if nothing fails, and what that costs. Seconds are virtual. */
export interface Timeliness {
  readonly fleet: TimedFleet;
  readonly launches: number;
  /** Early registrations (see `Bounds`): from the start or the registration, whichever is later, to the command. */
  readonly early: LongestToo;
  /** The same for later registrations, up to the horizon. */
  readonly late: LongestToo;
  /** Both together. */
  readonly all: LongestToo;
  /** The number of registered instances that run at the end and are neither onboarded nor excluded. */
  readonly forgotten: number;
  readonly systemsManagerCallsPerLaunch: number;
  /** `SystemsManagerCalls.toCommand`, divided by the number of instances that got a command. */
  readonly systemsManagerCallsToCommand: number;
}

/** Percentiles and the maximum, in whole seconds. The maximum is undefined if there were no values. */
export interface LongestToo extends Percentiles {
  readonly max: number | undefined;
}

/**
 * In the scattered fleet: the share of instances with a scattered registration, and its range. Half of them are still
 * early.
 */
const scattered = { share: 0.3, firstSeconds: 60, lastSeconds: 2 * 60 * 60 } as const;

/** Runs a fleet through the application without faults until everything has settled, and times its first commands. */
export async function measureTimeliness(
  assemblyFolder: string,
  { seed, launches, fleet }: TimelinessOptions,
): Promise<Timeliness> {
  const { cloud, stacks, rosterTableName } = await deployApplication(assemblyFolder, { seed });
  const { functions } = findParts(cloud, stacks);
  const { earlyRegistrationSeconds } = boundsOf(readTimes(stacks));
  const systemsManager = new SystemsManagerCalls(cloud);
  const watch = new SimulationWatch();
  cloud.record.listen(watch.take);
  const example = exampleFleet({ launches, seed, place: cloud });
  const workload =
    fleet === 'example' ? example : scatterRegistrations(example, seed, earlyRegistrationSeconds);
  const untilMs =
    cloud.timeline.nowMs + ((workload.at(-1)?.atSeconds ?? 0) + settleSeconds(stacks, workload)) * 1000;
  const launched = scheduleLaunches(cloud, workload);
  await cloud.loop.run({ untilMs });

  const times = timeFirstCommands(launched, watch, earlyRegistrationSeconds);
  const statuses = new Map(
    readRoster(cloud, rosterTableName).map(({ instanceId, status }) => [instanceId, status]),
  );
  const isForgotten = ({ instance }: Launched): boolean =>
    instance.state === 'running' &&
    instance.agent.isRegistered(cloud.timeline.nowMs) &&
    !['onboarded', 'excluded'].includes(statuses.get(instance.id) ?? 'lost');
  return {
    fleet,
    launches,
    ...times,
    forgotten: launched.filter(isForgotten).length,
    systemsManagerCallsPerLaunch: round(systemsManager.all / launches, 4),
    systemsManagerCallsToCommand: round(systemsManager.toCommand(functions) / times.all.count, 4),
  };
}

function timeFirstCommands(
  launched: readonly Launched[],
  watch: SimulationWatch,
  earlyRegistrationSeconds: number,
) {
  const timed = launched.flatMap(({ instance: { id, firstRunningMs, agent } }) => {
    const sentMs = watch.firstSentMs(id);
    if (sentMs === undefined) return [];
    const isEarly = agent.registeredAtMs - firstRunningMs <= earlyRegistrationSeconds * 1000;
    return [{ isEarly, seconds: (sentMs - Math.max(firstRunningMs, agent.registeredAtMs)) / 1000 }];
  });
  return {
    early: summarize(timed.filter(({ isEarly }) => isEarly)),
    late: summarize(timed.filter(({ isEarly }) => !isEarly)),
    all: summarize(timed),
  };
}

function summarize(timed: readonly { readonly seconds: number }[]): LongestToo {
  const histogram = new SecondsHistogram();
  for (const { seconds } of timed) histogram.add(seconds);
  const max = timed.reduce((longest, { seconds }) => Math.max(longest, Math.round(seconds)), 0);
  return { ...histogram.percentiles(), max: timed.length === 0 ? undefined : max };
}

/** Moves the registrations of a share of the normal instances to random times up to the horizon. */
function scatterRegistrations(workload: Workload, seed: number, earlyRegistrationSeconds: number): Workload {
  const random = Random.stream(seed, 'timeliness/registrations');
  return workload.map((launch) => {
    if (launch.spec.registration.kind !== 'normal' || !random.chance(scattered.share)) return launch;
    const delaySeconds = random.chance(0.5)
      ? random.integer(scattered.firstSeconds, earlyRegistrationSeconds)
      : random.integer(earlyRegistrationSeconds, scattered.lastSeconds);
    return { ...launch, spec: { ...launch.spec, registration: { kind: 'late', delaySeconds } } };
  });
}
