import type { DeployedStack, LocalCloud, TraceLine } from 'local-cloud';
import { SystemsManagerCalls } from '../bench/systems-manager-calls.ts';
import { type BegunDrifts, beginDrifts } from '../drifts/begin-drifts.ts';
import { tellsDrifts } from '../drifts/read-entry.ts';
import type { FaultChoice, FaultKind } from '../faults/fault-kinds.ts';
import { type DrawnFault, Faults } from '../faults/faults.ts';
import { deployOtherProfiles, drawDeployment } from '../faults/faults-of-deployments.ts';
import { strikeInstances } from '../faults/faults-of-instances.ts';
import { drawOutage } from '../faults/faults-of-outages.ts';
import { poisonQueue } from '../faults/faults-of-queues.ts';
import { restoreTable } from '../faults/faults-of-tables.ts';
import { setFaults } from '../faults/set-faults.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { lastPlannedSeconds } from '../fleet/workload.ts';
import { actsOfGatedGroups, watchGates } from '../gates/gated-groups.ts';
import { type Bounds, boundsOf } from '../promises/bounds.ts';
import { readRules } from '../promises/deployed-rules.ts';
import { readTimes } from '../promises/deployed-times.ts';
import type { Finding } from '../promises/finding.ts';
import { checkPromises } from '../promises/invariants.ts';
import type { Evidence } from '../promises/simulation-evidence.ts';
import {
  convergenceStepSeconds,
  mendingPromises,
  remediationSeconds,
  rolloutSeconds,
  safetySeconds,
} from '../promises/simulation-promises.ts';
import { actsOfRemediation } from '../remediation/acts-of-remediation.ts';
import { checkUndone, prepareRemediation } from '../remediation/check-undone.ts';
import { needyFleet } from '../remediation/needy-fleet.ts';
import {
  accountOfRunbooks,
  type RemediationAccount,
  type RemediationFacts,
} from '../remediation/remediation-facts.ts';
import {
  accountOf,
  actsOfRollout,
  perform,
  type RolloutAccount,
  type WatchedRollout,
} from '../rollouts/acts.ts';
import { type DrawnRollout, drawRollout } from '../rollouts/draw-rollout.ts';
import type { RolloutChoice } from '../rollouts/rollout-choice.ts';
import { deploySeed } from './deploy-seed.ts';
import { findParts } from './deployed-parts.ts';
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
  /** What the runbooks did, also to take everything back, if the run had any. */
  readonly remediation?: RemediationAccount;
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
  const convergedMs = run.cloud.timeline.nowMs;
  const findings = [...checkPromises(evidence), ...(await checkUndone(run, options.seed))];
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
    ...(run.remediation === undefined ? {} : { remediation: accountOfRunbooks(cloud) }),
    awsCalls: cloud.observations.calls,
    virtualSeconds: Math.round((convergedMs - run.beginMs) / 1000),
    traceHash: cloud.record.hash,
    violations: await tellHistories(options, told, convergedMs),
    violationCount: findings.length,
    unusedPermissions: cloud.access
      .unusedPermissions()
      .map(({ roleArn, action, resource }) => `${roleArn.split('/').at(-1)}: ${action} on ${resource}`),
  };
}

type Run = Omit<Evidence, 'watch' | 'roster' | 'drifts'> & {
  readonly rosterTableName: string;
  readonly stacks: readonly DeployedStack[];
  readonly drifted: BegunDrifts['drifted'];
};

async function carryOut(
  { assemblyFolder, seed, launches, faults: choice, rollouts = 'drawn', secondsMax }: SimulationOptions,
  onLine: (line: TraceLine) => void,
  isConverged: (run: Run) => boolean,
  onDeployed: (tells: SimulationWatch['wasDriftTold']) => void = () => undefined,
): Promise<Run> {
  const deployed = await deploySeed({ assemblyFolder, seed, launches, rollouts });
  const { cloud, rosterTableName, launchQueueUrl, early, groups } = deployed;
  let { stacks } = deployed;
  const application = findParts(cloud, stacks);
  onDeployed(tellsDrifts(cloud, rosterTableName));
  cloud.record.listen(onLine);
  const systemsManager = new SystemsManagerCalls(cloud);
  const faults = new Faults(seed, choice, (kind, what) => cloud.trace('fault', { kind, ...what }));
  const fleet = exampleFleet({ launches, seed, place: cloud });
  const remediation = prepareRemediation(cloud, stacks, fleet);
  const workload = strikeInstances(remediation === undefined ? fleet : needyFleet(fleet, seed), faults);
  const beginMs = cloud.timeline.nowMs;
  const lastLaunchMs = beginMs + (workload.at(-1)?.atSeconds ?? 0) * 1000;
  const lastFaultMs = lastLaunchMs + safetySeconds * 1000;
  const outage = drawOutage(faults, beginMs, lastFaultMs);
  setFaults(cloud, faults, { application, outage, hasRunbooks: remediation !== undefined });
  const table = { tableName: rosterTableName, beginMs, lastMs: lastFaultMs };
  const restoredMs = restoreTable(cloud, faults, table);
  const faultsEndMs = Math.max(lastFaultMs, outage?.untilMs ?? 0);
  const times = readTimes(stacks);
  const bounds = boundsOf(times);
  const rolloutUntilMs = lastLaunchMs + (safetySeconds * 1000) / 2;
  const drawn = drawRollout(seed, rollouts, { fromMs: beginMs + firstRolloutMs, untilMs: rolloutUntilMs });
  const quietMs = Math.max(faultsEndMs, beginMs + lastPlannedSeconds(workload) * 1000);
  const convergedMs =
    quietMs + 1000 * convergenceSecondsMax({ bounds, faults, drawn, remediation, launches });
  const queueArn = application.queues.find(({ queue }) => queue.url === launchQueueUrl)?.queue.arn;
  if (queueArn !== undefined) poisonQueue(cloud, faults, { queueArn, launches, untilMs: faultsEndMs });
  const launched = scheduleLaunches(cloud, workload);
  const gates = watchGates(groups, { cloud, rosterTableName, launched });
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
    ...actsOfGatedGroups(groups, { cloud, seed, beginMs, untilMs: faultsEndMs }),
    ...actsOfRemediation(remediation, { cloud, seed, launched, beginMs, untilMs: faultsEndMs }),
    ...drifts.acts,
    { atMs: faultsEndMs, act: () => faults.stop() },
  ]);
  const run = {
    ...{ cloud, launched, early, faults: faults.drawn, application, systemsManager },
    ...(restoredMs === undefined ? {} : { restoredMs }),
    ...(rollout === undefined ? {} : { rollout }),
    ...(remediation === undefined ? {} : { remediation }),
    ...(gates === undefined ? {} : { gates }),
    ...{ rosterTableName, stacks, beginMs, faultsEndMs, times, bounds },
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

/** What decides how long a run goes on after the last fault and the last planned event. */
interface Lasting {
  readonly bounds: Bounds;
  readonly faults: Faults;
  readonly drawn: DrawnRollout | undefined;
  readonly remediation: RemediationFacts | undefined;
  readonly launches: number;
}

/** After so many seconds everything has converged, or should have. */
function convergenceSecondsMax({ bounds, faults, drawn, remediation, launches }: Lasting): number {
  return (
    bounds.convergenceSeconds +
    (faults.drawn['poison-message'] === undefined ? 0 : bounds.poisonSeconds) +
    (drawn === undefined ? 0 : rolloutSeconds(launches)) +
    (remediation === undefined ? 0 : remediationSeconds)
  );
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
  const run = await carryOut(options, history.take, (soFar) => soFar.cloud.timeline.nowMs >= endMs);
  await checkUndone(run, options.seed);
  const { cloud, beginMs, application } = run;
  const names = application.functions.map(({ functionName }) => functionName);
  return findings.map((finding) => {
    const { instanceId } = finding;
    return {
      ...finding,
      history: instanceId === undefined ? [] : history.of(instanceId, cloud, beginMs, names),
    };
  });
}
