import type { LocalCloud } from 'local-cloud';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { readTimes } from '../promises/deployed-times.ts';
import { type DeclaredResource, declaredIn, recordOf } from '../run/declared-resources.ts';
import { deployApplication, type LocalApplication } from '../run/deploy-application.ts';
import { rosterRows } from '../run/roster-rows.ts';
import { scheduleLaunches } from '../run/run-workload.ts';
import { settleSeconds } from '../run/settle-time.ts';
import { addBills, type Bill } from './prices.ts';

/** What AWS bills in a part of the run, and how long that part was. */
export interface BilledPhase {
  readonly hours: number;
  readonly bill: Bill;
  /** The custom metrics that had a value. */
  readonly metricCount: number;
}

/** What was billed in the parts of one run, of which `months.ts` makes bills of months. */
export interface BillMeasure {
  readonly seed: number;
  readonly launches: number;
  /** Some hours without an instance. */
  readonly empty: BilledPhase;
  /** From the first launch until everything has settled. */
  readonly launched: BilledPhase;
  /** Some hours in which the fleet runs and nothing happens. */
  readonly standing: BilledPhase;
  /** From the end of every instance until everything has settled. */
  readonly ended: BilledPhase;
  /** Some hours without an instance, with the entries of those that have ended. A sweep leaves them out. */
  readonly closed: BilledPhase;
  /** The instances that ran in `standing`, and the bytes of an entry in the table and in indexes then and when closed. */
  readonly standingCount: number;
  readonly standingBytes: StoredBytes;
  readonly closedBytes: StoredBytes;
  /** What is deployed and billed by the month. */
  readonly deployed: DeployedBill;
  /** Calls of functions to AWS while the fleet was launched and settled, by a launch; without the calls of an empty account. */
  readonly callsPerLaunch: number;
}

/** The bytes of one entry, as they are billed. */
export interface StoredBytes {
  readonly table: number;
  readonly indexes: number;
}

/** What stands in an account and is billed by the month. */
export interface DeployedBill {
  /** Metrics that alarms watch. */
  readonly alarmMetrics: number;
  /** Queues that functions read, which Lambda polls all the time. */
  readonly polledQueues: number;
  readonly logDays: number;
  readonly closedEntryDays: number;
  readonly sweepsPerHour: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** After this many hours the functions have been called once: a deployment calls them at once, in new environments. */
const firstHours = 0.5;
/** As long as a part of the run is in which nothing happens: twelve sweeps. What comes once a day is not in it. */
const quietHours = 4;
/** After this many hours every event of an end is dealt with. */
const endHours = 1;

/**
 * Runs one example fleet through its life, without faults, and reads the meter after each part of it. A day after the
 * deployment is not reached, so neither is what comes once a day.
 */
export async function measureBill(
  assemblyFolder: string,
  { seed, launches }: { readonly seed: number; readonly launches: number },
): Promise<BillMeasure> {
  const application = await deployApplication(assemblyFolder, { seed });
  const { cloud, stacks } = application;
  const phase = phasesOf(cloud);
  await phase(firstHours);
  const callsOfDeployment = callCount(cloud);
  const empty = await phase(quietHours);
  const callsBefore = callCount(cloud);
  const callsOfEmpty = callsBefore - callsOfDeployment;
  const fleet = exampleFleet({ launches, seed, place: cloud });
  const launchHours = ((fleet.at(-1)?.atSeconds ?? 0) + settleSeconds(stacks, fleet)) / 3600;
  const all = scheduleLaunches(cloud, fleet);
  const launched = await phase(launchHours);
  const callsOfLaunches = callCount(cloud) - callsBefore - (callsOfEmpty * launchHours) / quietHours;
  const standing = await phase(quietHours);
  const running = all.filter(({ instance }) => instance.state !== 'terminated');
  const standingBytes = bytesPerEntry(application);
  for (const { instance } of running) cloud.ec2.fleet.terminate(instance);
  const ended = await phase(endHours);
  const closed = await phase(quietHours);
  return {
    ...{ seed, launches, empty, launched, standing, ended, closed, standingBytes },
    standingCount: running.length,
    closedBytes: bytesPerEntry(application),
    deployed: deployedBill(application),
    callsPerLaunch: callsOfLaunches / launches,
  };
}

/** Returns a function that lets hours pass and returns what was billed in them. */
function phasesOf(cloud: LocalCloud): (hours: number) => Promise<BilledPhase> {
  return async (hours) => {
    const before: Bill = cloud.meter.totals;
    const startMs = cloud.timeline.nowMs;
    const endMs = startMs + hours * hourMs;
    await cloud.loop.run({ untilMs: endMs });
    return {
      hours,
      bill: addBills(cloud.meter.totals, before, -1),
      metricCount: customMetrics(cloud, startMs, endMs),
    };
  };
}

/** The number of custom metrics with a value in a time. Those of AWS's services are free. */
function customMetrics({ observations: { cloudwatch } }: LocalCloud, startMs: number, endMs: number): number {
  const time = {
    startMs: Math.floor(startMs / minuteMs) * minuteMs,
    endMs,
    periodMs: endMs - startMs + minuteMs,
  };
  return cloudwatch
    .totals()
    .filter(
      (metric) => !metric.namespace.startsWith('AWS/') && cloudwatch.datapoints(metric, time).length > 0,
    ).length;
}

function callCount({ observations }: LocalCloud): number {
  return Object.values(observations.calls).reduce((sum, count) => sum + count, 0);
}

function bytesPerEntry({ cloud, rosterTableName }: LocalApplication): StoredBytes {
  const { table, indexes } = cloud.dynamodb.storedBytes(rosterTableName);
  const count = [...rosterRows(cloud, rosterTableName)].length;
  return { table: table / count, indexes: indexes / count };
}

function deployedBill({ stacks }: LocalApplication): DeployedBill {
  const declared = stacks.flatMap(({ source }) => declaredIn(source));
  const { closedEntrySeconds, sweepPeriodSeconds } = readTimes(stacks);
  const ofType = (type: string) => declared.filter((resource) => resource.type === type);
  return {
    alarmMetrics: ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + watchedMetrics(alarm), 0),
    polledQueues: ofType('AWS::Lambda::EventSourceMapping').length,
    logDays: Math.max(
      ...ofType('AWS::Logs::LogGroup').map(({ properties }) => Number(properties['RetentionInDays'])),
    ),
    closedEntryDays: closedEntrySeconds / (24 * 3600),
    sweepsPerHour: 3600 / sweepPeriodSeconds,
  };
}

/** An alarm on an expression is billed for each metric in it (CloudWatch user guide, metric math). */
function watchedMetrics({ properties }: DeclaredResource): number {
  const metrics: readonly unknown[] = Array.isArray(properties['Metrics']) ? properties['Metrics'] : [];
  return Math.max(1, metrics.filter((metric) => 'MetricStat' in recordOf(metric)).length);
}
