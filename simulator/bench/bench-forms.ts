import { join } from 'node:path';
import { type DeployedStack, defaultPlace, deployStack, LocalCloud, readAssembly } from 'local-cloud';
import type { FaultChoice } from '../faults/fault-kinds.ts';
import { Faults } from '../faults/faults.ts';
import { faultsOfCalls } from '../faults/faults-of-calls.ts';
import { faultsOfEvents } from '../faults/faults-of-events.ts';
import { strikeInstances } from '../faults/faults-of-instances.ts';
import { faultsOfQueues } from '../faults/faults-of-queues.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { isOnboarding } from '../run/declared-resources.ts';
import { deployApplication, startMs } from '../run/deploy-application.ts';
import { readRoster } from '../run/roster-rows.ts';
import { type Launched, scheduleLaunches } from '../run/run-workload.ts';
import { settleSeconds } from '../run/settle-time.ts';
import { SimulationWatch } from '../run/simulation-watch.ts';
import { perLaunch, round, timeCommands } from './bench-scale.ts';
import { type NaiveForm, naiveForms, naiveStack } from './naive-stack.ts';
import type { Percentiles } from './percentiles.ts';
import { addBills, type Bill, costOf } from './prices.ts';

/** The result of running one form on a fleet. */
export interface FormResult {
  readonly form: 'muster' | NaiveForm;
  readonly faults: 'none' | 'default';
  readonly launches: number;
  /** Instances that got no command although they run and are registered at the end and Muster does not exclude them. */
  readonly lost: number;
  /** Commands sent to an instance whose earlier command was in progress or had succeeded. */
  readonly sentTwice: number;
  readonly commands: number;
  readonly callsPerLaunch: number;
  readonly systemsManagerCallsPerLaunch: number;
  readonly secondsToCommand: Percentiles;
  /** US dollars for a thousand launches, by the prices of `prices.ts`, with what the form costs meanwhile without them. */
  readonly dollarsPerThousand: number;
  /** What AWS bills for the run. */
  readonly bill: Bill;
}

/** A comparison: every form gets the same fleet, the same seed and the same faults. */
export interface ComparisonOptions {
  /** The assembly of Muster. */
  readonly assemblyFolder: string;
  /** Holds a folder for the bundle of each naive form. */
  readonly naiveFolder: string;
  readonly seed: number;
  readonly launches: number;
}

/** How long faults continue after the last launch. They stop before the run ends, so that every form can catch up. */
const faultsSeconds = 60 * 60;

/** Runs every form on one fleet: first without faults, then with the faults that the seed draws. */
export async function compareForms(options: ComparisonOptions): Promise<FormResult[]> {
  const results: FormResult[] = [];
  for (const faults of ['none', 'default'] as const) {
    const muster = await runForm('muster', options, faults);
    results.push(describeForm(muster, muster.excluded));
    for (const form of naiveForms)
      results.push(describeForm(await runForm(form, options, faults), muster.excluded));
  }
  return results;
}

interface FormRun {
  readonly form: FormResult['form'];
  readonly faults: FormResult['faults'];
  readonly cloud: LocalCloud;
  readonly launched: readonly Launched[];
  readonly watch: SimulationWatch;
  readonly secondsToCommand: Percentiles;
  readonly bill: Bill;
  /** The instances that Muster's configuration excludes. The seed draws the ids, so they are the same in every form. */
  readonly excluded: ReadonlySet<string>;
}

async function runForm(
  form: FormResult['form'],
  options: ComparisonOptions,
  faultChoice: FormResult['faults'],
): Promise<FormRun> {
  const { seed, launches } = options;
  const { cloud, stacks, rosterTableName } = await deployForm(form, options);
  const watch = new SimulationWatch();
  cloud.record.listen(watch.take);
  const times = timeCommands(cloud);
  const faults = injectFaults(cloud, stacks, seed, faultChoice);
  const before: Bill = cloud.meter.totals;
  const workload = strikeInstances(exampleFleet({ launches, seed, place: cloud }), faults);
  const lastMs = cloud.timeline.nowMs + (workload.at(-1)?.atSeconds ?? 0) * 1000;
  const launched = scheduleLaunches(cloud, workload);
  await cloud.loop.run({ untilMs: lastMs + faultsSeconds * 1000 });
  faults.stop();
  await cloud.loop.run({ untilMs: lastMs + settleSeconds(onboardingOf(options), workload) * 1000 });
  const roster = rosterTableName === undefined ? [] : readRoster(cloud, rosterTableName);
  const excluded = new Set(
    roster.filter(({ status }) => status === 'excluded').map(({ instanceId }) => instanceId),
  );
  return {
    form,
    faults: faultChoice,
    cloud,
    launched,
    watch,
    secondsToCommand: times.percentiles(),
    bill: addBills(cloud.meter.totals, before, -1),
    excluded,
  };
}

/** The stack of Muster. Its settle time decides how long every form runs. */
function onboardingOf({ assemblyFolder }: ComparisonOptions) {
  return readAssembly(assemblyFolder)
    .filter(isOnboarding)
    .map((source) => ({ source }));
}

interface DeployedForm {
  readonly cloud: LocalCloud;
  readonly stacks: readonly DeployedStack[];
  readonly rosterTableName?: string;
}

async function deployForm(form: FormResult['form'], options: ComparisonOptions): Promise<DeployedForm> {
  const { assemblyFolder, naiveFolder, seed } = options;
  if (form === 'muster') return deployApplication(assemblyFolder, { seed });
  const cloud = new LocalCloud({ ...defaultPlace, seed, startMs });
  return { cloud, stacks: [await deployStack(cloud, naiveStack(form, join(naiveFolder, form)))] };
}

function injectFaults(
  cloud: LocalCloud,
  stacks: readonly DeployedStack[],
  seed: number,
  choice: FaultChoice,
): Faults {
  const faults = new Faults(seed, choice, (kind, what) => cloud.trace('fault', { kind, ...what }));
  const functionOfRole = new Map(functionsOf(cloud, stacks).map(({ roleArn, arn }) => [roleArn, arn]));
  cloud.faults = {
    ...faultsOfEvents(faults),
    ...faultsOfQueues(faults),
    interfere: faultsOfCalls(cloud, faults, functionOfRole),
  };
  return faults;
}

function functionsOf(cloud: LocalCloud, stacks: readonly DeployedStack[]) {
  const resources = stacks.flatMap((stack) => [...stack.resources.values()]);
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => cloud.lambda.settings(String(resource.attribute('Arn'))));
}

function describeForm(run: FormRun, excluded: ReadonlySet<string>): FormResult {
  const { form, faults, cloud, launched, watch, secondsToCommand, bill } = run;
  const launches = launched.length;
  const isLost = ({ instance }: Launched): boolean =>
    instance.state === 'running' &&
    instance.agent.isRegistered(cloud.timeline.nowMs) &&
    !excluded.has(instance.id) &&
    watch.firstSentMs(instance.id) === undefined;
  const calls = Object.entries(perLaunch(cloud, launches));
  const sum = (prefix: string) =>
    round(
      calls.reduce((total, [name, count]) => total + (name.startsWith(prefix) ? count : 0), 0),
      3,
    );
  return {
    form,
    faults,
    launches,
    lost: launched.filter(isLost).length,
    sentTwice: watch.secondCommands.length,
    commands: watch.commandCount,
    callsPerLaunch: sum(''),
    systemsManagerCallsPerLaunch: sum('ssm:'),
    secondsToCommand,
    dollarsPerThousand: round((costOf(bill) * 1000) / launches, 6),
    bill,
  };
}
