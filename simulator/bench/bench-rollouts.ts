import type { LocalCloud } from 'local-cloud';
import type { DrawnRollout } from '../rollouts/draw-rollout.ts';
import { countTakenUp, readRolloutStatus } from '../rollouts/rollout-status.ts';
import { type StartedRollout, startRollout } from '../rollouts/start-rollout.ts';
import { deployApplication, type LocalApplication } from '../run/deploy-application.ts';
import { findParts } from '../run/deployed-parts.ts';
import { round } from './bench-scale.ts';
import { standFleet } from './standing-fleet.ts';
import { type ApartResult, callApart } from './step-apart.ts';
import { SystemsManagerCalls } from './systems-manager-calls.ts';

/**
 * How a measured roll-out goes.
 * `atOnce`: `--waves 100% --in-flight 10000 --group-cap 100% --zone-cap 100% --bake-minutes 0`.
 * `default`: as `muster rollout start` without flags.
 */
export const rolloutForms = ['atOnce', 'default'] as const;
export type RolloutForm = (typeof rolloutForms)[number];

/** What a roll-out took, from its start to its end. */
export interface RolloutResult {
  readonly form: RolloutForm;
  readonly instances: number;
  /** In virtual time. */
  readonly hours: number;
  /** Calls of functions, divided by the instances. */
  readonly systemsManagerCalls: number;
  /** Units as billed, divided by the instances. What sweeps use meanwhile is in them. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What the first step of a roll-out took, of which all members are in the wave in hand. */
export interface StepResult extends ApartResult {
  readonly instances: number;
  readonly takenUp: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

const usual = {
  ...({ atMs: 0, failedPercentMax: 5, wishes: [] } as const),
  ...{ isVerified: true, holdsLaunches: false, isErrand: false },
};
const forms: Readonly<Record<RolloutForm, DrawnRollout>> = {
  atOnce: { ...usual, waves: ['100%'], caps: { all: 10_000, group: '100%', zone: '100%' }, bakeSeconds: 0 },
  default: {
    ...{ ...usual, waves: [1, '5%', '25%', '100%'], bakeSeconds: 1800 },
    caps: { all: 100, group: '10%', zone: '25%' },
  },
};

const minuteMs = 60_000;
/** A roll-out that is not at its end by then never is. */
const hoursMax = 24 * 30;

interface RolloutBenchOptions {
  readonly seed: number;
  readonly instances: number;
}

/**
 * Rolls out a new version over a fleet in which everybody is onboarded, without faults, and counts.
 * @throws Error when the roll-out does not come to a good end.
 */
export async function measureRollout(
  assemblyFolder: string,
  { seed, instances, form }: RolloutBenchOptions & { readonly form: RolloutForm },
): Promise<RolloutResult> {
  const { application, rollout } = await begin(assemblyFolder, { seed, instances }, forms[form]);
  const { cloud, rosterTableName } = application;
  const { plan } = rollout;
  const calls = new SystemsManagerCalls(cloud);
  const units = unitsFrom(cloud);
  const beginMs = cloud.timeline.nowMs;
  let status = 'running';
  while (status === 'running') {
    const untilMs = cloud.timeline.nowMs + minuteMs;
    if (untilMs > beginMs + hoursMax * 60 * minuteMs) throw new Error('The roll-out does not end.');
    await cloud.loop.run({ untilMs });
    status = readRolloutStatus(cloud, rosterTableName, plan.rolloutId);
  }
  if (status !== 'done') throw new Error(`The roll-out is ${status}.`);
  const { readUnits, writeUnits } = units();
  return {
    ...{ form, instances, hours: round((cloud.timeline.nowMs - beginMs) / (60 * minuteMs), 1) },
    systemsManagerCalls: round(calls.all / instances, 3),
    readUnits: round(readUnits / instances, 1),
    writeUnits: round(writeUnits / instances, 1),
  };
}

/** Measures the first step of a roll-out with one wave, which takes up this many instances. */
export async function measureStep(
  assemblyFolder: string,
  { takeUp, ...options }: RolloutBenchOptions & { readonly takeUp: number },
): Promise<StepResult> {
  const rules = { ...forms.atOnce, caps: { ...forms.atOnce.caps, all: takeUp } };
  const { application, rollout } = await begin(assemblyFolder, options, rules);
  const { cloud, stacks, rosterTableName } = application;
  const recheck = findParts(cloud, stacks).functions.find(({ purpose }) => purpose === 'recheck');
  if (recheck === undefined) throw new Error('There is no function for recheck.');
  const units = unitsFrom(cloud);
  const { seconds, megabytes } = await callApart(cloud, recheck);
  const takenUp = countTakenUp(cloud, rosterTableName, rollout.plan.rolloutId);
  return {
    ...{ instances: options.instances, takenUp, ...units() },
    ...{ seconds: round(seconds, 1), megabytes: Math.round(megabytes) },
  };
}

async function begin(
  assemblyFolder: string,
  { seed, instances }: RolloutBenchOptions,
  rules: DrawnRollout,
): Promise<{ readonly application: LocalApplication; readonly rollout: StartedRollout }> {
  const application = await deployApplication(assemblyFolder, { seed });
  const launched = await standFleet(application, { launches: instances, seed });
  const { cloud, rosterTableName } = application;
  const rollout = await startRollout(cloud, rosterTableName, launched, rules);
  if (rollout?.members.length !== instances)
    throw new Error(`${rollout?.members.length ?? 0} of ${instances} are in the roll-out.`);
  return { application, rollout };
}

/** What is billed from now on, in units of DynamoDB. */
function unitsFrom({ meter }: LocalCloud): () => { readonly readUnits: number; readonly writeUnits: number } {
  const read = () => ({
    readUnits: meter.totals['dynamodb.readUnits'] ?? 0,
    writeUnits: meter.totals['dynamodb.writeUnits'] ?? 0,
  });
  const before = read();
  return () => {
    const after = read();
    return {
      readUnits: after.readUnits - before.readUnits,
      writeUnits: after.writeUnits - before.writeUnits,
    };
  };
}
