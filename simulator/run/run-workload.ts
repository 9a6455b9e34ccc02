import {
  AssemblyError,
  type AssemblyStack,
  type DeployedStack,
  deployStack,
  type Instance,
  isRecord,
  type LaunchDefaults,
  LocalCloud,
  type Place,
  readAssembly,
} from 'local-cloud';
import type { Workload } from '../fleet/workload.ts';
import { type LaunchedInstance, type Report, reportRun } from './run-report.ts';

/** Where a template that fits any account and region is run. */
export const defaultPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '0'.repeat(12) };

/** When virtual time begins: a moment that is the same in every run. */
export const startMs = Date.UTC(2026, 0, 1);

/** A local cloud in which the stacks of an assembly stand. */
export interface LocalApplication {
  readonly cloud: LocalCloud;
  readonly stacks: readonly DeployedStack[];
  /** The ids of the stacks of the same place that are not run: nothing in them takes part in the onboarding. */
  readonly leftOut: readonly string[];
  readonly rosterTableName: string;
  readonly launchQueueUrl: string;
}

/** The account and region that the assembly's first stack is for. */
function placeOf(stacks: readonly AssemblyStack[]): Place {
  const region = stacks[0]?.region ?? defaultPlace.region;
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return { partition, region, accountId: stacks[0]?.accountId ?? defaultPlace.accountId };
}

/**
 * Builds a local cloud and deploys into it the onboarding of one account and region, the first's. The other
 * capabilities take no part in it, and most of what they declare is not emulated.
 * @throws AssemblyError when `assemblyFolder` holds no assembly; NotEmulatedError for what the local cloud lacks.
 */
export async function deployApplication(
  assemblyFolder: string,
  { seed, environment, launchDefaults = {}, ...timing }: ApplicationOptions,
): Promise<LocalApplication> {
  const there = stacksOf(readAssembly(assemblyFolder), environment);
  const stacks = there.filter(isOnboarding);
  const cloud = new LocalCloud({ ...placeOf(stacks), seed, startMs, launchDefaults });
  const exports = new Map<string, unknown>();
  const deployed: DeployedStack[] = [];
  for (const stack of stacks) {
    deployed.push(
      await deployStack(cloud, stack, { exports, adjust: (type, given) => retime(type, given, timing) }),
    );
  }
  return {
    cloud,
    stacks: deployed,
    leftOut: there.filter((stack) => !isOnboarding(stack)).map(({ id }) => id),
    rosterTableName: findResource(deployed, 'AWS::DynamoDB::Table', 'RosterTable'),
    launchQueueUrl: findResource(deployed, 'AWS::SQS::Queue', 'LaunchQueue'),
  };
}

/** The stacks for one account and region: those of the environment that is named, or of the first stack. */
function stacksOf(all: readonly AssemblyStack[], environment: string | undefined): AssemblyStack[] {
  const isNamed = ({ id }: AssemblyStack) => environment === undefined || id.endsWith(`-${environment}`);
  const first = all.find(isNamed);
  if (first === undefined) {
    throw new AssemblyError(
      `there is no environment ${environment}; there are ${all.map(({ id }) => id).join(', ')}`,
    );
  }
  return all.filter(({ accountId, region }) => accountId === first.accountId && region === first.region);
}

/** True for a stack with a roster. */
function isOnboarding({ template }: AssemblyStack): boolean {
  const resources = isRecord(template) && isRecord(template['Resources']) ? template['Resources'] : {};
  return Object.values(resources).some(
    (resource) => isRecord(resource) && resource['Type'] === 'AWS::DynamoDB::Table',
  );
}

/** What decides a local application besides its templates. */
export interface ApplicationOptions extends Timing {
  readonly seed: number;
  /** The environment of `muster.config.ts` whose stacks are deployed. @default the first */
  readonly environment?: string;
  /** What instances get that are launched through the API, where the call does not say. */
  readonly launchDefaults?: Partial<LaunchDefaults>;
}

/** Other times than the template's, for a run in real time. In seconds. */
export interface Timing {
  readonly launchDelaySeconds?: number;
  readonly batchingWindowSeconds?: number;
}

type Properties = Readonly<Record<string, unknown>>;

function retime(type: string, properties: Properties, timing: Timing): Properties {
  const { launchDelaySeconds, batchingWindowSeconds } = timing;
  const isDelayed = type === 'AWS::SQS::Queue' && 'DelaySeconds' in properties;
  if (isDelayed && launchDelaySeconds !== undefined)
    return { ...properties, DelaySeconds: launchDelaySeconds };
  const isBatched = type === 'AWS::Lambda::EventSourceMapping' && batchingWindowSeconds !== undefined;
  return isBatched ? { ...properties, MaximumBatchingWindowInSeconds: batchingWindowSeconds } : properties;
}

/** What `Ref` gives for the resource of a type whose logical id is `path` and the CDK's hash of eight digits. */
function findResource(stacks: readonly DeployedStack[], type: string, path: string): string {
  for (const { resources } of stacks) {
    for (const [logicalId, resource] of resources) {
      if (resource.type === type && /^[0-9A-F]{8}$/.test(logicalId.replace(path, ''))) return resource.ref;
    }
  }
  throw new Error(`The assembly has no ${type} called ${path}.`);
}

/** How a run goes on, for somebody who watches. */
export interface Progress {
  readonly virtualSeconds: number;
  readonly virtualSecondsTotal: number;
  readonly launched: number;
}

/** For how long a run goes on after its last launch: the horizon of two hours, and what follows from a late look. */
const settleSeconds = 210 * 60;

/**
 * Launches a workload in an application and lets time pass until everything has settled.
 * `onProgress` is called about a hundred times, never more often than something happens.
 */
export async function runWorkload(
  application: LocalApplication,
  workload: Workload,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Report> {
  const { cloud, rosterTableName } = application;
  const beginMs = cloud.timeline.nowMs;
  const launched = scheduleLaunches(cloud, workload);
  const lastSeconds = workload.at(-1)?.atSeconds ?? 0;
  const totalMs = (lastSeconds + settleSeconds) * 1000;
  cloud.observations.watchUntil(beginMs + totalMs);
  for (let part = 1; part <= 100; part++) {
    await cloud.loop.run({ untilMs: beginMs + (totalMs * part) / 100 });
    const virtualSeconds = (totalMs * part) / 100_000;
    onProgress({ virtualSeconds, virtualSecondsTotal: totalMs / 1000, launched: launched.length });
  }
  return reportRun(cloud, launched.map(describeLaunched), rosterTableName, beginMs);
}

/** An instance, and the plan by which it was launched. */
export interface Launched {
  readonly instance: Instance;
  readonly launch: Workload[number];
}

/** Puts the launches of a workload on the timeline, from now on. The list it returns grows as they happen. */
export function scheduleLaunches(cloud: LocalCloud, workload: Workload): readonly Launched[] {
  const launched: Launched[] = [];
  const beginMs = cloud.timeline.nowMs;
  for (const [atSeconds, together] of groupByTime(workload)) {
    cloud.timeline.at(beginMs + atSeconds * 1000, () => {
      const instances = cloud.ec2.fleet.launch(together.map(({ spec }) => spec));
      instances.forEach((instance, index) => {
        const launch = together[index];
        if (launch !== undefined) launched.push({ instance, launch });
      });
    });
  }
  return launched;
}

function describeLaunched({ instance, launch }: Launched): LaunchedInstance {
  const { id: instanceId, firstRunningMs } = instance;
  return { instanceId, launch, firstRunningMs: Number.isFinite(firstRunningMs) ? firstRunningMs : undefined };
}

/** Launches of one reservation at one moment, together. */
function groupByTime(workload: Workload): [number, Workload[number][]][] {
  const groups = new Map<string, [number, Workload[number][]]>();
  for (const launch of workload) {
    const key = `${launch.atSeconds}/${launch.reservation}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [launch.atSeconds, [launch]]);
    else group[1].push(launch);
  }
  return [...groups.values()];
}
