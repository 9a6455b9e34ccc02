import { type DeployedStack, isRecord } from 'local-cloud';
import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import {
  type DeclaredResource,
  declaredIn,
  findFeed,
  findFunction,
  findSchedules,
  recordOf,
} from '../run/declared-resources.ts';

/** The times that were deployed and that promises depend on, in seconds unless they say otherwise. */
export interface DeployedTimes {
  readonly launches: QueueTimes;
  readonly outcomes: QueueTimes;
  /** Of the schedule that calls the recheck. */
  readonly recheckPeriodSeconds: number;
  /** Of the schedule that calls the sweep most often. */
  readonly sweepPeriodSeconds: number;
  /** A launch that has no entry after this is called lost by the sweep. */
  readonly missingAfterSeconds: number;
  /** For how long every recheck looks at an instance that waits. */
  readonly earlySeconds: number;
  /** How far looks are apart after that. */
  readonly lateStepSeconds: number;
  /** After which time an instance that waits is called unmanaged. */
  readonly horizonSeconds: number;
  /** How long a claim keeps others from sending. */
  readonly claimLeaseSeconds: number;
  /** How many commands an instance gets. */
  readonly attemptsMax: number;
  /** For how long the entry of a terminated instance is kept. */
  readonly closedEntrySeconds: number;
  /** How long a document may run on an instance: the longest of those that are deployed. */
  readonly executionSeconds: number;
  /** By profile: the agents that an instance gets one after the other. A profile that names a document is not here. */
  readonly agents: ReadonlyMap<string, readonly string[]>;
}

/** How a queue and the mapping behind it hold a message. */
export interface QueueTimes {
  readonly delaySeconds: number;
  readonly batchingWindowSeconds: number;
  readonly visibilitySeconds: number;
  /** How often a message is delivered before it is a dead letter. */
  readonly receivesMax: number;
}

/** Reads the times from the templates of the stacks that stand. @throws Error when one of them is not there. */
export function readTimes(stacks: readonly Pick<DeployedStack, 'source'>[]): DeployedTimes {
  const declared = stacks.flatMap(({ source }) => declaredIn(source));
  const onboard = variablesOf(findFunction(declared, 'onboard'));
  const lookTimes = recordOf(readJson(String(onboard[variableOf('lookTimes')])));
  const sweep = variablesOf(findFunction(declared, 'sweep'));
  return {
    launches: queueTimes(declared, 'onboard'),
    outcomes: queueTimes(declared, 'follow-up'),
    recheckPeriodSeconds: periodSeconds(declared, 'recheck'),
    sweepPeriodSeconds: periodSeconds(declared, 'sweep'),
    missingAfterSeconds: numberOf(sweep[variableOf('missingAfterSeconds')]),
    earlySeconds: numberOf(lookTimes['earlySeconds']),
    lateStepSeconds: numberOf(lookTimes['lateStepSeconds']),
    horizonSeconds: numberOf(lookTimes['horizonSeconds']),
    claimLeaseSeconds: numberOf(onboard[variableOf('claimLeaseSeconds')]),
    attemptsMax: numberOf(onboard[variableOf('attemptsMax')]),
    closedEntrySeconds: numberOf(onboard[variableOf('closedEntryDays')]) * 24 * 60 * 60,
    executionSeconds: Math.max(...declared.map(executionSecondsOf)),
    agents: agentsByProfile(readJson(String(onboard[variableOf('profiles')]))),
  };
}

function agentsByProfile(profiles: unknown): ReadonlyMap<string, readonly string[]> {
  const records = Array.isArray(profiles) ? profiles.filter(isRecord) : [];
  return new Map(
    records.flatMap(({ name, agents }) =>
      Array.isArray(agents) ? [[String(name), agents.map(String)] as const] : [],
    ),
  );
}

function queueTimes(declared: readonly DeclaredResource[], purpose: string): QueueTimes {
  const { mapping, queue } = findFeed(declared, purpose);
  return {
    delaySeconds: numberOf(queue.properties['DelaySeconds'] ?? 0),
    batchingWindowSeconds: numberOf(mapping.properties['MaximumBatchingWindowInSeconds'] ?? 0),
    visibilitySeconds: numberOf(queue.properties['VisibilityTimeout']),
    receivesMax: numberOf(recordOf(queue.properties['RedrivePolicy'])['maxReceiveCount']),
  };
}

function periodSeconds(declared: readonly DeclaredResource[], purpose: string): number {
  const [mostFrequent] = findSchedules(declared, findFunction(declared, purpose).logicalId);
  if (mostFrequent === undefined) throw new Error(`No schedule calls the function for ${purpose}.`);
  return mostFrequent.periodSeconds;
}

function variablesOf({ properties }: DeclaredResource): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(properties['Environment'])['Variables']);
}

/** How long a step may take that does not say (Systems Manager user guide, plugins: "timeoutSeconds"). */
const stepSecondsDefault = 3600;

/** The steps of a command document run one after another, and each may take its time-out; 0 for whatever is none. */
function executionSecondsOf({ type, properties }: DeclaredResource): number {
  if (type !== 'AWS::SSM::Document') return 0;
  const { mainSteps } = recordOf(properties['Content']);
  const steps = Array.isArray(mainSteps) ? mainSteps.filter(isRecord) : [];
  return steps.reduce((sum, { inputs }) => {
    const seconds = Number(recordOf(inputs)['timeoutSeconds']);
    return sum + (Number.isFinite(seconds) ? seconds : stepSecondsDefault);
  }, 0);
}

function numberOf(value: unknown): number {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new Error(`${JSON.stringify(value)} is no number of the templates.`);
}
