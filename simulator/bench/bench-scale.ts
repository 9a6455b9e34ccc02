import type { LocalCloud } from 'local-cloud';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { deployApplication, type LocalApplication } from '../run/deploy-application.ts';
import { rosterRows } from '../run/roster-rows.ts';
import { scheduleLaunches } from '../run/run-workload.ts';
import { settleSeconds } from '../run/settle-time.ts';
import { type Percentiles, SecondsHistogram } from './percentiles.ts';
import { startStopwatch } from './stopwatch.ts';

/** The speed, the cost and the outcomes of a run. */
export interface ScaleResult {
  readonly launches: number;
  /** Real seconds from the first launch to the last settled entry. Deployment and the final count are not included. */
  readonly seconds: number;
  readonly launchesPerSecond: number;
  /** The most memory that the process held (resident), in megabytes of 1,000,000 bytes. */
  readonly peakMegabytes: number;
  /** The number of instances that rest in each status. A launch without an entry is not counted. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Calls of functions by `service:Operation`, divided by the launches. */
  readonly callsPerLaunch: Readonly<Record<string, number>>;
  /** Virtual seconds from the start of an instance, or from its registration if that is later, to each command. */
  readonly secondsToCommand: Percentiles;
  readonly traceHash: string;
}

const hourSeconds = 3600;

/** The input of a run: the seed, the number of launches, and the most launches in one hour. */
export interface ScaleOptions {
  readonly seed: number;
  readonly launches: number;
  /**
   * Above this number, one fleet is launched every hour and its instances end after an hour, because no account keeps a
   * million instances.
   */
  readonly launchesPerHourMax?: number;
}

/**
 * Runs example fleets through the application without faults and measures it. The services keep what they keep on AWS:
 * an instance for an hour after its end, its roster entry and its invocations for a month. The bench itself only counts
 * results. Call this in a fresh process, because peak memory is that of the process.
 */
export async function measureScale(
  assemblyFolder: string,
  { seed, launches, launchesPerHourMax = 100_000 }: ScaleOptions,
): Promise<ScaleResult> {
  const application = await deployApplication(assemblyFolder, { seed });
  const { cloud, rosterTableName } = application;
  const times = timeCommands(cloud);
  const elapsed = startStopwatch();
  await runHourly(application, { seed, launches, launchesPerHourMax });
  const seconds = elapsed();
  const outcomes: Record<string, number> = {};
  for (const { status } of rosterRows(cloud, rosterTableName)) outcomes[status] = (outcomes[status] ?? 0) + 1;
  return {
    launches,
    seconds: round(seconds, 2),
    launchesPerSecond: round(launches / seconds, 0),
    peakMegabytes: peakMegabytes(),
    outcomes,
    callsPerLaunch: perLaunch(cloud, launches),
    secondsToCommand: times.percentiles(),
    traceHash: cloud.record.hash,
  };
}

/** Launches one fleet per hour until all are launched, and runs until the last one is settled. */
async function runHourly(
  { cloud, stacks }: LocalApplication,
  { seed, launches, launchesPerHourMax }: Required<ScaleOptions>,
): Promise<void> {
  const hours = Math.ceil(launches / launchesPerHourMax);
  const life = hours === 1 ? {} : { lifeSeconds: hourSeconds };
  for (let hour = 0; hour < hours; hour++) {
    const count = Math.floor((launches * (hour + 1)) / hours) - Math.floor((launches * hour) / hours);
    const fleet = exampleFleet({ launches: count, seed: seed + hour, place: cloud, ...life });
    const lastSeconds = (fleet.at(-1)?.atSeconds ?? 0) + settleSeconds(stacks, fleet);
    const untilMs = cloud.timeline.nowMs + (hour + 1 === hours ? lastSeconds : hourSeconds) * 1000;
    scheduleLaunches(cloud, fleet);
    cloud.observations.watchUntil(untilMs);
    await cloud.loop.run({ untilMs });
  }
}

/** Measures every command from the moment its instance ran and was registered. */
export function timeCommands(cloud: LocalCloud): SecondsHistogram {
  const times = new SecondsHistogram();
  cloud.record.listen(({ atMs, kind, fields }) => {
    if (kind !== 'ssm.command') return;
    for (const id of String(fields['instances']).split(' ')) {
      const instance = cloud.ec2.fleet.find(id);
      if (instance === undefined) continue;
      times.add((atMs - Math.max(instance.firstRunningMs, instance.agent.registeredAtMs)) / 1000);
    }
  });
  return times;
}

/** Calls of functions by operation, divided by the launches. */
export function perLaunch(cloud: LocalCloud, launches: number): Record<string, number> {
  const entries = Object.entries(cloud.observations.calls);
  return Object.fromEntries(entries.map(([name, count]) => [name, round(count / launches, 4)]));
}

/** The peak memory of this process so far, in megabytes of 1,000,000 bytes. */
export function peakMegabytes(): number {
  return Math.round((process.resourceUsage().maxRSS * 1024) / 1_000_000);
}

/** Rounds a number to this many decimal places. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
