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

/** The deployed times on which the promises depend, in seconds unless stated otherwise. */
export interface DeployedTimes {
  readonly launches: QueueTimes;
  readonly outcomes: QueueTimes;
  /** The period of the schedule that calls the recheck. */
  readonly recheckPeriodSeconds: number;
  /** The period of the most frequent schedule that calls the sweep. */
  readonly sweepPeriodSeconds: number;
  /** After this time, the sweep treats a launch without an entry as lost. */
  readonly missingAfterSeconds: number;
  /** How long every recheck looks at a waiting instance. */
  readonly earlySeconds: number;
  /** The time between looks after that. */
  readonly lateStepSeconds: number;
  /** After this time, a waiting instance becomes unmanaged. */
  readonly horizonSeconds: number;
  /** How long the lease of a claim lasts. */
  readonly claimLeaseSeconds: number;
  /** The most commands that an instance gets. */
  readonly attemptsMax: number;
  /** How long the entry of a terminated instance is kept. */
  readonly closedEntrySeconds: number;
  /** The longest time that a deployed document may run on an instance. */
  readonly executionSeconds: number;
  /** What follows from a drift; undefined when nothing is verified. */
  readonly onDrift?: string;
  /** By profile: the agents that an instance gets one after the other. A profile that names a document is not here. */
  readonly agents: ReadonlyMap<string, readonly string[]>;
}

/** How a queue and the mapping behind it hold a message. */
export interface QueueTimes {
  readonly delaySeconds: number;
  readonly batchingWindowSeconds: number;
  readonly visibilitySeconds: number;
  /** The number of deliveries before a message goes to the dead-letter queue. */
  readonly receivesMax: number;
}

/** Reads the times from the templates of the deployed stacks. @throws Error when one of them is missing. */
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
    ...driftOf(readJson(String(variablesOf(findFunction(declared, 'recheck'))[variableOf('verification')]))),
    agents: agentsByProfile(readJson(String(onboard[variableOf('profiles')]))),
  };
}

function driftOf(verification: unknown): Pick<DeployedTimes, 'onDrift'> {
  const { every, onDrift } = recordOf(verification);
  return every === 'never' ? {} : { onDrift: String(onDrift) };
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

/** The time-out of a step that sets none (Systems Manager user guide, plugins: "timeoutSeconds"). */
const stepSecondsDefault = 3600;

/** The sum of the time-outs of a command document's steps, which run one after another. 0 for other resources. */
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
  throw new Error(`${JSON.stringify(value)} is not a number in the templates.`);
}
