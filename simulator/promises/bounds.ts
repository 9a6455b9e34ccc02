import { deliverySeconds } from '../../lambdas/shared/domain/commands/order.ts';
import { resultLookSeconds, retryAtMs } from '../../lambdas/shared/domain/roster/due.ts';
import { verificationMsMax } from '../../lambdas/shared/domain/verification/check-answer.ts';
import type { DeployedTimes, QueueTimes } from './deployed-times.ts';

/** The times that the promises guarantee, derived from the deployed settings. In virtual seconds. */
export interface Bounds {
  /** From the start of an instance that is ready at the first look, to its command. */
  readonly promptSeconds: number;
  /** A registration counts as early until this long after the start. */
  readonly earlyRegistrationSeconds: number;
  /** From an early registration to the command. */
  readonly earlySeconds: number;
  /** A registration counts as late until this long after the start. The sweep finds later registrations. */
  readonly horizonSeconds: number;
  /** From a late registration to the command. */
  readonly lateSeconds: number;
  /** From a registration after the horizon to the command. */
  readonly sweptSeconds: number;
  /** From the end of the command of one agent to the command of the next. */
  readonly nextAgentSeconds: number;
  /** From the first command to an entry that rests, when nothing fails: all agents, one after the other. */
  readonly endSeconds: number;
  /**
   * From the last launch until every entry is at rest, if nothing fails and every instance registers within the
   * horizon.
   */
  readonly settleSeconds: number;
  /** From the last fault, or the last planned event of an instance, until every entry is at rest. */
  readonly convergenceSeconds: number;
  /** From the loss of an agent on an instance that runs and answers, until it is told or sent again. */
  readonly driftSeconds: number;
  /** How much later a message that cannot be handled is dead. */
  readonly poisonSeconds: number;
}

/** With very low traffic, a poller is in a long poll when its batching window ends (Lambda developer guide, SQS). */
const longPollSeconds = 20;
/**
 * A schedule invokes its target at any time in the minute that begins at the scheduled time (EventBridge Scheduler user
 * guide).
 */
const scheduleSeconds = 60;
/** The delivery of an event and a call of a function without faults, with room for a burst. */
const workSeconds = 40;

/** Derives the bounds. Each one is the sum of the waits that an instance may go through, one after the other. */
export function boundsOf(times: DeployedTimes): Bounds {
  const { earlySeconds, horizonSeconds, lateStepSeconds, recheckPeriodSeconds, sweepPeriodSeconds } = times;
  const launchSeconds = throughQueue(times.launches);
  // The entry is due at once, and the next recheck looks at it.
  const recheckSeconds = recheckPeriodSeconds + scheduleSeconds + workSeconds;
  // The entry is due one step later, minus the minute by which a schedule may be early. The next recheck looks at it.
  const lateSeconds = Math.max(0, lateStepSeconds - scheduleSeconds) + recheckSeconds;
  // The sweep sends the instance to the launch queue, where it waits like any launch.
  const sweptSeconds = sweepPeriodSeconds + scheduleSeconds + workSeconds + launchSeconds;
  const nextAgentSeconds = throughQueue(times.outcomes) + recheckSeconds;
  const agentsMax = agentsMaxOf(times);
  const othersSeconds = (agentsMax - 1) * recheckSeconds;
  const endSeconds = agentsMax * (scriptSeconds + throughQueue(times.outcomes)) + othersSeconds;
  const unmanagedSeconds = horizonSeconds + lateSeconds;
  return {
    promptSeconds: launchSeconds,
    // After an instance becomes unmanaged, the sweep looks at it, even if the early time is not over.
    earlyRegistrationSeconds: Math.min(earlySeconds, horizonSeconds),
    // An instance that registers before the first look waits for that look.
    earlySeconds: Math.max(launchSeconds, recheckSeconds),
    horizonSeconds,
    lateSeconds: Math.max(launchSeconds, lateSeconds),
    // The entry may still wait for the look that makes it unmanaged.
    sweptSeconds: Math.max(lateSeconds, sweptSeconds),
    nextAgentSeconds,
    endSeconds,
    settleSeconds: launchSeconds + unmanagedSeconds + sweptSeconds + endSeconds,
    convergenceSeconds:
      // A message that failed for the last time before the faults ended comes back.
      times.launches.delaySeconds +
      times.launches.visibilitySeconds +
      workSeconds +
      times.claimLeaseSeconds +
      // The event of the last launch may be lost.
      times.missingAfterSeconds +
      sweptSeconds +
      agentsMax * commandsSeconds(times, recheckSeconds) +
      othersSeconds +
      // What is silent after its last command waits like one that never registered.
      unmanagedSeconds +
      // The event of changed tags may be lost. The sweep compares an entry that has rested for a while.
      times.missingAfterSeconds +
      sweptSeconds +
      agentsMax * commandsSeconds(times, recheckSeconds) +
      othersSeconds,
    driftSeconds:
      daySeconds +
      collectSeconds +
      sweepPeriodSeconds +
      scheduleSeconds +
      workSeconds +
      verifySeconds(recheckSeconds),
    poisonSeconds: queueLifeSeconds(times),
  };
}

/** How many agents an instance gets at most: the profile with the most decides. A document counts as one. */
export function agentsMaxOf({ agents }: Pick<DeployedTimes, 'agents'>): number {
  return Math.max(1, ...[...agents.values()].map((names) => names.length));
}

const daySeconds = 24 * 60 * 60;
/** So long the sweep lets a few instances wait for others, so that an order is full. */
const collectSeconds = 2 * 60 * 60;

/** A turn is sent with a recheck, is looked at with every recheck after it, and its check takes an hour at most. */
function verifySeconds(recheckSeconds: number): number {
  return recheckSeconds + deliverySeconds + verificationMsMax / 1000 + 2 * recheckSeconds;
}

/** How long a script runs that has nothing to wait for. */
const scriptSeconds = 10 * 60;

/**
 * From the send of a message to the end of the call that handles it: the delay, the window, a long poll, and the work.
 */
function throughQueue({ delaySeconds, batchingWindowSeconds }: QueueTimes): number {
  return delaySeconds + batchingWindowSeconds + longPollSeconds + workSeconds;
}

/**
 * The life of a message that cannot be handled: it is delivered `receivesMax` times, each time after its visibility
 * timeout.
 */
function queueLifeSeconds({ launches }: DeployedTimes): number {
  return launches.delaySeconds + launches.receivesMax * (launches.visibilitySeconds + workSeconds);
}

/**
 * All commands of one agent on an instance, where every one ends as late as it can and for a passing reason: it is delivered at the
 * last moment, runs into its time-out, is found by the next reading of its result and not by an event, and the
 * instance waits for its next one.
 */
function commandsSeconds({ attemptsMax, executionSeconds }: DeployedTimes, recheckSeconds: number): number {
  const attempts = Array.from({ length: attemptsMax }, (_, index) => index + 1);
  return attempts.reduce((sum, attempt) => {
    const readSeconds = resultLookSeconds + recheckSeconds;
    const pauseSeconds = attempt === attemptsMax ? 0 : retryAtMs(attempt, 0) / 1000 + recheckSeconds;
    return sum + deliverySeconds + executionSeconds + readSeconds + pauseSeconds;
  }, 0);
}
