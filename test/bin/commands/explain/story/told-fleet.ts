import { sdkSettings, type TraceLine } from 'local-cloud';
import { readDeploymentFacts } from '../../../../../bin/account/deployment-facts.ts';
import { type Facts, readFacts } from '../../../../../bin/commands/explain/read-facts.ts';
import { type Story, tellStory } from '../../../../../bin/commands/explain/story.ts';
import type { Tags } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import type { DeploymentFacts } from '../../../../../lambdas/shared/runtime/contract.ts';
import { type FaultKind, faultKinds, faultNames } from '../../../../../simulator/faults/fault-kinds.ts';
import { Faults } from '../../../../../simulator/faults/faults.ts';
import { faultsOfCalls } from '../../../../../simulator/faults/faults-of-calls.ts';
import { deployOtherProfiles } from '../../../../../simulator/faults/faults-of-deployments.ts';
import { faultsOfEvents, faultsOfSchedules } from '../../../../../simulator/faults/faults-of-events.ts';
import { strikeInstances } from '../../../../../simulator/faults/faults-of-instances.ts';
import { isOut, type Outage } from '../../../../../simulator/faults/faults-of-outages.ts';
import { faultsOfQueues } from '../../../../../simulator/faults/faults-of-queues.ts';
import { loseAndRestore } from '../../../../../simulator/faults/faults-of-tables.ts';
import { exampleFleet } from '../../../../../simulator/fleet/example-fleet.ts';
import { findParts } from '../../../../../simulator/run/deployed-parts.ts';
import { type Launched, scheduleLaunches } from '../../../../../simulator/run/run-workload.ts';
import { type Application, specOf, startApplication } from '../../../../end-to-end/application.ts';

/** What the roster and EC2 said of an instance at a moment. */
export interface Sample {
  readonly atMs: number;
  readonly status: string;
  readonly reason: string;
  readonly revision: string;
  readonly state: string;
  readonly launchedAtMs: number;
  readonly tags: Tags;
}

/** A story, when it was told, and of what. */
export interface Told {
  readonly atMs: number;
  readonly story: Story;
  readonly facts: Facts;
}

/** How a fleet runs. Times are virtual minutes from the beginning. */
export interface ToldRun {
  readonly seed: number;
  readonly launches: number;
  readonly faultMinutes: number;
  readonly minutes: number;
  /** Every call of every function fails from the one to the other. */
  readonly outage?: readonly [fromMinute: number, untilMinute: number];
  /** The roster is lost, and goes back to what it was. */
  readonly restored?: { readonly toMinute: number; readonly lostMinute: number; readonly atMinute: number };
  /** Other profiles are deployed. */
  readonly deployedAtMinute?: number;
}

/** A fleet that ran under faults, with all that was told of it. */
export interface ToldFleet {
  readonly launched: readonly Launched[];
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  readonly told: ReadonlyMap<string, readonly Told[]>;
  readonly commands: readonly TraceLine[];
  readonly invocations: readonly TraceLine[];
  /** When a function decided about an instance, in epoch milliseconds. */
  readonly looksMs: ReadonlyMap<string, readonly number[]>;
  readonly starts: ReadonlyMap<string, ReadonlySet<number>>;
  readonly deployment: DeploymentFacts;
  readonly faultsEndMs: number;
  readonly endMs: number;
  /** What the roster said in this time is lost: it was restored. */
  readonly lostMs?: readonly [fromMs: number, untilMs: number];
}

/** Everything but what happens once in a run, which a `ToldRun` says. */
const kinds: readonly FaultKind[] = faultNames.filter(
  (kind) => !['stretch', 'table', 'stack'].includes(faultKinds[kind].strikes),
);
const minuteMs = 60_000;
const sampleMinutes = 3;
const tellMinutes = 30;

/** Instances that register after they have been called unmanaged. A fleet of this size has none. */
const tooLate = (['debian12', 'windowsServer2022'] as const).map((platform) => ({
  ...{ atSeconds: 0, source: 'standalone', reservation: -1 },
  spec: specOf(platform, { registration: { kind: 'late', delaySeconds: 2.6 * 60 * 60 } }),
}));

/** Runs a fleet with every fate and fault, and has its stories told every so often. */
export async function tellFleet(run: ToldRun): Promise<ToldFleet> {
  const { seed, launches, faultMinutes, minutes } = run;
  const application = await startApplication(seed);
  const { cloud, stacks, rosterTableName } = application;
  const beginMs = cloud.timeline.nowMs;
  const outage = outageOf(run, beginMs);
  const faults = new Faults(seed, kinds, () => undefined);
  const { functions } = findParts(cloud, stacks);
  const roles = new Map(functions.map(({ roleArn, arn }) => [roleArn, arn]));
  cloud.faults = {
    ...faultsOfEvents(faults),
    ...faultsOfSchedules(faults),
    ...faultsOfQueues(faults, () => outage !== undefined && isOut(outage, cloud.timeline.nowMs)),
    interfere: faultsOfCalls(cloud, faults, roles, outage),
  };
  const lostMs = scheduleRestoration(application, run);
  const workload = strikeInstances(exampleFleet({ launches, seed, place: cloud }), faults);
  const launched = scheduleLaunches(cloud, [...tooLate, ...workload]);
  const deployment = deployedFacts(application);
  const samples = new Map<string, Sample[]>();
  const told = new Map<string, Told[]>();
  const starts = new Map<string, Set<number>>();
  let faultsEndMs = Number.POSITIVE_INFINITY;
  for (let minute = sampleMinutes; minute <= minutes; minute += sampleMinutes) {
    await application.pass(sampleMinutes);
    if (minute === run.deployedAtMinute) await deployOtherProfiles(cloud, stacks);
    if (minute === faultMinutes) {
      faults.stop();
      faultsEndMs = cloud.timeline.nowMs;
    }
    takeSamples(application, launched, samples, starts);
    if (minute % tellMinutes !== 0 || minute < faultMinutes) continue;
    const nowMs = cloud.timeline.nowMs;
    const question = {
      settings: sdkSettings(cloud),
      deployed: { rosterTableName, facts: deployment },
      nowMs,
    };
    for (const { instance } of launched) {
      const facts = await readFacts(question, instance.id);
      told.set(instance.id, [
        ...(told.get(instance.id) ?? []),
        { atMs: nowMs, story: tellStory(facts), facts },
      ]);
    }
  }
  const names = functions.map(({ functionName }) => functionName);
  return {
    ...{ launched, samples, told, starts, deployment, faultsEndMs },
    commands: application.lines('ssm.command'),
    invocations: application.lines('ssm.invocation'),
    looksMs: looksOf(names.flatMap((name) => cloud.observations.linesOf(name))),
    endMs: cloud.timeline.nowMs,
    ...(lostMs === undefined ? {} : { lostMs }),
  };
}

function outageOf({ outage }: ToldRun, beginMs: number): Outage | undefined {
  if (outage === undefined) return undefined;
  const [fromMs = 0, untilMs = 0] = outage.map((minute) => beginMs + minute * minuteMs);
  return { fromMs, untilMs, end: 'call-fails-before' };
}

/** Restores the roster, if the run has that. Returns the time of which it then knows nothing. */
function scheduleRestoration(
  { cloud, rosterTableName: tableName }: Application,
  { restored }: ToldRun,
): readonly [number, number] | undefined {
  if (restored === undefined) return undefined;
  const beginMs = cloud.timeline.nowMs;
  const atMinute = (minute: number) => beginMs + minute * minuteMs;
  const [toMs, atMs] = [atMinute(restored.toMinute), atMinute(restored.atMinute)];
  loseAndRestore(cloud, tableName, { toMs, lostMs: atMinute(restored.lostMinute), atMs });
  return [toMs, atMs];
}

function takeSamples(
  { cloud, roster, rosterTableName }: Application,
  launched: readonly Launched[],
  samples: Map<string, Sample[]>,
  starts: Map<string, Set<number>>,
): void {
  const atMs = cloud.timeline.nowMs;
  if (!cloud.dynamodb.has(rosterTableName)) return;
  const entries = roster();
  for (const { instance } of launched) {
    const { id, launchedAtMs, state } = instance;
    starts.set(id, (starts.get(id) ?? new Set()).add(launchedAtMs));
    const { status, reason = '', revision = '' } = entries.get(id) ?? {};
    if (status === undefined) continue;
    const sample = { atMs, status, reason, revision, state, launchedAtMs, tags: instance.tags(atMs) };
    const known = samples.get(id);
    if (known === undefined) samples.set(id, [sample]);
    else known.push(sample);
  }
}

/** @throws Error when the deployment tells no facts. */
function deployedFacts({ cloud }: Application): DeploymentFacts {
  const Name = '/muster/onboarding/deployment-facts';
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  const facts = readDeploymentFacts(Parameter?.Value);
  if (facts === undefined) throw new Error(`the deployment tells no facts: ${Parameter?.Value}`);
  return facts;
}

/** The key of the calls of the recheck, whomever they named. */
export const anyRecheck = 'recheck';

/** By instance: when a log line named it. */
function looksOf(lines: readonly string[]): Map<string, number[]> {
  const looks = new Map<string, number[]>();
  for (const line of lines) {
    const time = /"timestamp":"([^"]+)"/.exec(line)?.[1];
    if (time === undefined) continue;
    const named = [...line.matchAll(/i-[0-9a-f]{17}/g)].map(([instanceId]) => instanceId);
    if (line.includes('"message":"rechecked"')) named.push(anyRecheck);
    for (const name of named) looks.set(name, [...(looks.get(name) ?? []), Date.parse(time)]);
  }
  return looks;
}
