import type { LocalCloud, TraceLine } from 'local-cloud';
import { SystemsManagerCalls } from '../bench/systems-manager-calls.ts';
import { type BegunDrifts, beginDrifts } from '../drifts/begin-drifts.ts';
import { tellsDrifts } from '../drifts/read-entry.ts';
import type { FaultChoice, FaultKind } from '../faults/fault-kinds.ts';
import { type DrawnFault, Faults } from '../faults/faults.ts';
import { faultsOfCalls } from '../faults/faults-of-calls.ts';
import { deployOtherProfiles, drawDeployment } from '../faults/faults-of-deployments.ts';
import { faultsOfEvents, faultsOfSchedules } from '../faults/faults-of-events.ts';
import { strikeInstances } from '../faults/faults-of-instances.ts';
import { drawOutage, isOut } from '../faults/faults-of-outages.ts';
import { faultsOfQueues, poisonQueue } from '../faults/faults-of-queues.ts';
import { restoreTable } from '../faults/faults-of-tables.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { lastPlannedSeconds } from '../fleet/workload.ts';
import { boundsOf } from '../promises/bounds.ts';
import { readRules } from '../promises/deployed-rules.ts';
import { readTimes } from '../promises/deployed-times.ts';
import type { Finding } from '../promises/finding.ts';
import { checkPromises } from '../promises/invariants.ts';
import type { Evidence } from '../promises/simulation-evidence.ts';
import {
  convergenceStepSeconds,
  mendingPromises,
  rolloutSeconds,
  safetySeconds,
} from '../promises/simulation-promises.ts';
import {
  accountOf,
  actsOfRollout,
  perform,
  type RolloutAccount,
  type WatchedRollout,
} from '../rollouts/acts.ts';
import { drawRollout } from '../rollouts/draw-rollout.ts';
import { drawAdoption, launchEarly } from '../rollouts/early-fleet.ts';
import type { RolloutChoice } from '../rollouts/rollout-choice.ts';
import { deployApplication } from './deploy-application.ts';
import { type DeployedParts, findParts } from './deployed-parts.ts';
import { readRoster } from './roster-rows.ts';
import { tally } from './run-report.ts';
import { type Launched, scheduleLaunches } from './run-workload.ts';
import { SimulationHistory } from './simulation-history.ts';
import { SimulationWatch } from './simulation-watch.ts';

/** The options of a run. */
export interface SimulationOptions {
  readonly assemblyFolder: string;
  readonly seed: number;
  readonly launches: number;
  readonly faults: FaultChoice;
  /** @default 'drawn' */
  readonly rollouts?: RolloutChoice;
  /** Whether a seed that broke a promise runs again, to tell the histories of the instances. @default true */
  readonly tellsHistories?: boolean;
  /**
   * After how many virtual seconds the run ends at the latest, also when a promise is broken that time may mend.
   * @default as long as the deployed settings allow until everything has converged: more than a day
   */
  readonly secondsMax?: number;
  /** Called for every line of the trace. */
  readonly onLine?: (line: TraceLine) => void;
}

/** A broken promise, with the history of the instance. */
export interface Violation extends Finding {
  readonly history: readonly string[];
}

/** The result of a run. */
export interface Verdict {
  readonly seed: number;
  readonly launches: number;
  /** The kinds of faults that were on, the probability of each, and how often it occurred. */
  readonly faults: Readonly<Partial<Record<FaultKind, DrawnFault>>>;
  /** How many instances rest in each status. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly commands: number;
  /** What became of the roll-out, if the run had one. */
  readonly rollout?: RolloutAccount;
  readonly awsCalls: Readonly<Record<string, number>>;
  readonly virtualSeconds: number;
  readonly traceHash: string;
  /** The first violations. `violationCount` is the number of all of them. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** Permissions that no call of this run used, as texts. */
  readonly unusedPermissions: readonly string[];
}

/** The most violations of one promise that are reported, each with its history. */
const toldPerPromiseMax = 3;

/**
 * Runs the application with one seed. Launches and faults come first. Then the faults stop, until everything has
 * converged or should have. Then every promise is checked. If a promise is broken, the same seed runs again to collect
 * the history of the instances concerned.
 */
export async function simulate(options: SimulationOptions): Promise<Verdict> {
  const watch = new SimulationWatch();
  const listen = (line: TraceLine) => {
    watch.take(line);
    options.onLine?.(line);
  };
  const evidenceOf = (run: Run): Evidence => ({
    ...run,
    watch,
    drifts: run.drifted(),
    roster: readRoster(run.cloud, run.rosterTableName),
  });
  const isMended = (soFar: Run) => checkPromises(evidenceOf(soFar), mendingPromises).length === 0;
  const run = await carryOut(options, listen, isMended, (tells) => {
    watch.wasDriftTold = tells;
  });
  const evidence = evidenceOf(run);
  const findings = checkPromises(evidence);
  const told = findings.filter(
    (finding, place) =>
      findings.slice(0, place).filter(({ promise }) => promise === finding.promise).length <
      toldPerPromiseMax,
  );
  const { cloud } = run;
  return {
    seed: options.seed,
    launches: options.launches,
    faults: run.faults,
    outcomes: tally(evidence.roster.map(({ status }) => status)),
    commands: watch.commandCount,
    ...(run.rollout === undefined ? {} : { rollout: accountOf(run.rollout) }),
    awsCalls: cloud.observations.calls,
    virtualSeconds: Math.round((cloud.timeline.nowMs - run.beginMs) / 1000),
    traceHash: cloud.record.hash,
    violations: await tellHistories(options, told, cloud.timeline.nowMs),
    violationCount: findings.length,
    unusedPermissions: cloud.access
      .unusedPermissions()
      .map(({ roleArn, action, resource }) => `${roleArn.split('/').at(-1)}: ${action} on ${resource}`),
  };
}

type Run = Omit<Evidence, 'watch' | 'roster' | 'drifts'> & {
  readonly rosterTableName: string;
  readonly drifted: BegunDrifts['drifted'];
};

async function carryOut(
  { assemblyFolder, seed, launches, faults: choice, rollouts = 'drawn', secondsMax }: SimulationOptions,
  onLine: (line: TraceLine) => void,
  isConverged: (run: Run) => boolean,
  onDeployed: (tells: SimulationWatch['wasDriftTold']) => void = () => undefined,
): Promise<Run> {
  const deployed = await deploySeed({ assemblyFolder, seed, launches, rollouts });
  const { cloud, rosterTableName, launchQueueUrl, early } = deployed;
  let { stacks } = deployed;
  const application = findParts(cloud, stacks);
  onDeployed(tellsDrifts(cloud, rosterTableName));
  cloud.record.listen(onLine);
  const systemsManager = new SystemsManagerCalls(cloud);
  const faults = new Faults(seed, choice, (kind, what) => cloud.trace('fault', { kind, ...what }));
  cloud.faults = { ...faultsOfEvents(faults), ...faultsOfSchedules(faults) };
  const workload = strikeInstances(exampleFleet({ launches, seed, place: cloud }), faults);
  const beginMs = cloud.timeline.nowMs;
  const lastLaunchMs = beginMs + (workload.at(-1)?.atSeconds ?? 0) * 1000;
  const lastFaultMs = lastLaunchMs + safetySeconds * 1000;
  const outage = drawOutage(faults, beginMs, lastFaultMs);
  cloud.faults = {
    ...cloud.faults,
    ...faultsOfQueues(faults, () => outage !== undefined && isOut(outage, cloud.timeline.nowMs)),
    interfere: faultsOfCalls(cloud, faults, functionsByRole(application), outage),
  };
  const table = { tableName: rosterTableName, beginMs, lastMs: lastFaultMs };
  const restoredMs = restoreTable(cloud, faults, table);
  const faultsEndMs = Math.max(lastFaultMs, outage?.untilMs ?? 0);
  const times = readTimes(stacks);
  const bounds = boundsOf(times);
  const rolloutUntilMs = lastLaunchMs + (safetySeconds * 1000) / 2;
  const drawn = drawRollout(seed, rollouts, { fromMs: beginMs + firstRolloutMs, untilMs: rolloutUntilMs });
  const quietMs = Math.max(faultsEndMs, beginMs + lastPlannedSeconds(workload) * 1000);
  const poisonSeconds = faults.drawn['poison-message'] === undefined ? 0 : bounds.poisonSeconds;
  const ofRollout = drawn === undefined ? 0 : rolloutSeconds(launches);
  const convergedMs = quietMs + (bounds.convergenceSeconds + poisonSeconds + ofRollout) * 1000;
  const queueArn = application.queues.find(({ queue }) => queue.url === launchQueueUrl)?.queue.arn;
  if (queueArn !== undefined) poisonQueue(cloud, faults, { queueArn, launches, untilMs: faultsEndMs });
  const launched = scheduleLaunches(cloud, workload);
  const ofDrifts = { seed, rosterTableName, launched, launches, times, bounds };
  const drifts = beginDrifts(cloud, { ...ofDrifts, fromMs: lastLaunchMs, faultsEndMs });
  const latestMs = beginMs + (secondsMax ?? Number.POSITIVE_INFINITY) * 1000;
  const endMs = Math.min(Math.max(convergedMs, drifts.toldMs), latestMs);
  cloud.observations.watchUntil(endMs);
  const deployment = drawDeployment(faults, beginMs, lastFaultMs);
  const deploy = async () => {
    stacks = await deployOtherProfiles(cloud, stacks);
  };
  let rollout: WatchedRollout | undefined;
  const stage = { cloud, rosterTableName, launchQueueUrl, application, launched, early };
  await perform(cloud, [
    ...(deployment === undefined ? [] : [{ atMs: deployment.atMs, act: deploy }]),
    ...actsOfRollout(drawn, stage, (started) => {
      rollout = started;
    }),
    ...drifts.acts,
    { atMs: faultsEndMs, act: () => faults.stop() },
  ]);
  const run = {
    ...{ cloud, launched, early, faults: faults.drawn, application, systemsManager },
    ...(restoredMs === undefined ? {} : { restoredMs }),
    ...(rollout === undefined ? {} : { rollout }),
    ...{ rosterTableName, beginMs, faultsEndMs, times, bounds },
    ...{ drifted: drifts.drifted, rules: readRules(stacks) },
  };
  const settledMs = () => Math.max(settledFromMs(launched), drifts.toldMs);
  await runToEnd(cloud, endMs, () => cloud.timeline.nowMs >= settledMs() && isConverged(run));
  return run;
}

/** Lets time pass until everything has converged, step by step, or the run ends. */
async function runToEnd(cloud: LocalCloud, endMs: number, isOver: () => boolean): Promise<void> {
  while (cloud.timeline.nowMs < endMs) {
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + convergenceStepSeconds * 1000 });
    if (isOver()) break;
  }
}

/** Deploys the application. In the runs whose roll-out adopts, instances run in the account before that. */
async function deploySeed({
  assemblyFolder,
  seed,
  launches,
  rollouts,
}: Pick<SimulationOptions, 'assemblyFolder' | 'seed' | 'launches'> & { readonly rollouts: RolloutChoice }) {
  let early: readonly Launched[] = [];
  const before = async (cloud: LocalCloud) => {
    if (drawAdoption(seed, rollouts)) early = await launchEarly(cloud, { seed, launches });
  };
  return { ...(await deployApplication(assemblyFolder, { seed, before })), early };
}

/** The earliest roll-out of a run: by then, some instances of the first burst are onboarded. */
const firstRolloutMs = 12 * 60_000;

/** When the last agent registers. Before that, a run cannot have converged. */
function settledFromMs(launched: readonly Launched[]): number {
  return Math.max(
    0,
    ...launched.map(({ instance }) => instance.agent.registeredAtMs).filter(Number.isFinite),
  );
}

function functionsByRole({ functions }: DeployedParts): ReadonlyMap<string, string> {
  return new Map(functions.map(({ roleArn, arn }) => [roleArn, arn]));
}

/** Runs the seed again and adds the history of its instance to each finding. */
async function tellHistories(
  options: SimulationOptions,
  findings: readonly Finding[],
  endMs: number,
): Promise<readonly Violation[]> {
  const instanceIds = [...new Set(findings.flatMap(({ instanceId }) => instanceId ?? []))];
  if (instanceIds.length === 0 || options.tellsHistories === false)
    return findings.map((finding) => ({ ...finding, history: [] }));
  const history = new SimulationHistory(instanceIds);
  const { cloud, beginMs, application } = await carryOut(
    options,
    history.take,
    (run) => run.cloud.timeline.nowMs >= endMs,
  );
  const names = application.functions.map(({ functionName }) => functionName);
  return findings.map((finding) => {
    const { instanceId } = finding;
    return {
      ...finding,
      history: instanceId === undefined ? [] : history.of(instanceId, cloud, beginMs, names),
    };
  });
}
