import { Random } from 'local-cloud';
import { round, settleSeconds } from '../bench/bench-scale.ts';
import { type Percentiles, SecondsHistogram } from '../bench/percentiles.ts';
import { SystemsManagerCalls } from '../bench/systems-manager-calls.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import type { Workload } from '../fleet/workload.ts';
import { findParts } from '../run/deployed-parts.ts';
import { readRoster } from '../run/roster-rows.ts';
import { deployApplication, type Launched, scheduleLaunches } from '../run/run-workload.ts';
import { SimulationWatch } from '../run/simulation-watch.ts';

/**
 * Which fleet is timed: the example, whose cost is that of an ordinary day; or the same fleet with many instances that
 * register at scattered times, so that the percentiles of those that are late are of many and not of a few.
 */
export const timedFleets = ['example', 'scattered'] as const;
export type TimedFleet = (typeof timedFleets)[number];

/** Settings for whoever is in a hurry, by the names of `muster.config.ts`; the bench measures them beside the given. */
export const fastSettings = {
  launchDelaySeconds: 60,
  batchingWindowSeconds: 20,
  recheckMinutes: 1,
  lateRecheckMinutes: 3,
} as const;

/** Decides what is timed. */
export interface TimelinessOptions {
  readonly seed: number;
  readonly launches: number;
  readonly fleet: TimedFleet;
}

/** How soon instances get their first command when nothing fails, and what that takes. Seconds are virtual. */
export interface Timeliness {
  readonly fleet: TimedFleet;
  readonly launches: number;
  /** From the start or the registration, whichever is later, where the registration is within half an hour. */
  readonly early: LongestToo;
  /** The same, where the registration comes later, up to the horizon. */
  readonly late: LongestToo;
  /** Both together. */
  readonly all: LongestToo;
  /** How many instances registered, run at the end, are not excluded, and are not onboarded. */
  readonly forgotten: number;
  readonly systemsManagerCallsPerLaunch: number;
  /** The calls of `SystemsManagerCalls.toCommand`, over the instances that got a command. */
  readonly systemsManagerCallsToCommand: number;
}

/** Percentiles, and the longest time of all, in whole seconds; undefined when there were none. */
export interface LongestToo extends Percentiles {
  readonly max: number | undefined;
}

/** For how long after its start a registration counts as early (docs/design.md). */
const earlyRegistrationSeconds = 30 * 60;

/** In the scattered fleet: the share of instances that register late, and up to when. Half of them are early still. */
const scattered = { share: 0.3, firstSeconds: 60, lastSeconds: 2 * 60 * 60 } as const;

/** Runs a fleet through the application, without faults, until everything has settled, and times its commands. */
export async function measureTimeliness(
  assemblyFolder: string,
  { seed, launches, fleet }: TimelinessOptions,
): Promise<Timeliness> {
  const { cloud, stacks, rosterTableName } = await deployApplication(assemblyFolder, { seed });
  const { functions } = findParts(cloud, assemblyFolder, stacks);
  const systemsManager = new SystemsManagerCalls(cloud);
  const watch = new SimulationWatch();
  cloud.record.listen(watch.take);
  const example = exampleFleet({ launches, seed, place: cloud });
  const workload = fleet === 'example' ? example : scatterRegistrations(example, seed);
  const untilMs = cloud.timeline.nowMs + ((workload.at(-1)?.atSeconds ?? 0) + settleSeconds) * 1000;
  const launched = scheduleLaunches(cloud, workload);
  await cloud.loop.run({ untilMs });

  const times = timeFirstCommands(launched, watch);
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

function timeFirstCommands(launched: readonly Launched[], watch: SimulationWatch) {
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

/** Lets a share of those that would register soon do so at any time up to the horizon, each at its own. */
function scatterRegistrations(workload: Workload, seed: number): Workload {
  const random = Random.stream(seed, 'timeliness/registrations');
  return workload.map((launch) => {
    if (launch.spec.registration.kind !== 'normal' || !random.chance(scattered.share)) return launch;
    const delaySeconds = random.chance(0.5)
      ? random.integer(scattered.firstSeconds, earlyRegistrationSeconds)
      : random.integer(earlyRegistrationSeconds, scattered.lastSeconds);
    return { ...launch, spec: { ...launch.spec, registration: { kind: 'late', delaySeconds } } };
  });
}
