import { deliverySeconds } from '../../lambdas/shared/domain/commands/order.ts';
import { resultLookSeconds, retryAtMs } from '../../lambdas/shared/domain/roster/due.ts';
import type { DeployedTimes, QueueTimes } from './deployed-times.ts';

/** How soon the promises say that things happen, with the times that were deployed. In virtual seconds. */
export interface Bounds {
  /** From the start of an instance that is ready at the first look to its command. */
  readonly promptSeconds: number;
  /** A registration counts as early until this long after the start. */
  readonly earlyRegistrationSeconds: number;
  /** From an early registration to the command. */
  readonly earlySeconds: number;
  /** A registration counts as late until this long after the start; the sweep finds what registers after that. */
  readonly horizonSeconds: number;
  /** From a late registration to the command. */
  readonly lateSeconds: number;
  /** From a registration after the horizon to the command. */
  readonly sweptSeconds: number;
  /** From the end of the command of one agent to the command of the next. */
  readonly nextAgentSeconds: number;
  /** From the first command to an entry that rests, when nothing fails: all agents, one after the other. */
  readonly endSeconds: number;
  /** From the last launch until every entry rests, when nothing fails and everybody registers within the horizon. */
  readonly settleSeconds: number;
  /** From the last fault, or the last thing that happens to an instance by itself, until every entry rests. */
  readonly convergenceSeconds: number;
}

/** With very low traffic a poller is in a long poll when its window ends (Lambda developer guide, SQS). */
const longPollSeconds = 20;
/** A call of a schedule falls anywhere in the minute that begins at its moment (EventBridge Scheduler user guide). */
const scheduleSeconds = 60;
/** The way of an event, and a call of a function where nothing slows either: seconds, with room for a burst. */
const workSeconds = 40;

/** Derives the bounds. Each is the sum of what an instance may have to wait for, one after the other. */
export function boundsOf(times: DeployedTimes): Bounds {
  const { earlySeconds, horizonSeconds, lateStepSeconds, recheckPeriodSeconds, sweepPeriodSeconds } = times;
  const launchSeconds = throughQueue(times.launches);
  // The entry is due as soon as it waits, and the next recheck looks.
  const recheckSeconds = recheckPeriodSeconds + scheduleSeconds + workSeconds;
  // It is due a step later, less the minute by which a schedule may be early; the recheck after that looks.
  const lateSeconds = Math.max(0, lateStepSeconds - scheduleSeconds) + recheckSeconds;
  // The sweep puts it into the launch queue, where it waits like any launch.
  const sweptSeconds = sweepPeriodSeconds + scheduleSeconds + workSeconds + launchSeconds;
  const nextAgentSeconds = throughQueue(times.outcomes) + recheckSeconds;
  const agentsMax = agentsMaxOf(times);
  const othersSeconds = (agentsMax - 1) * recheckSeconds;
  const endSeconds = agentsMax * (scriptSeconds + throughQueue(times.outcomes)) + othersSeconds;
  const unmanagedSeconds = horizonSeconds + lateSeconds;
  return {
    promptSeconds: launchSeconds,
    // Who is called unmanaged before the early time is over is looked at by the sweep from then on.
    earlyRegistrationSeconds: Math.min(earlySeconds, horizonSeconds),
    // One that registers before the first look waits for that.
    earlySeconds: Math.max(launchSeconds, recheckSeconds),
    horizonSeconds,
    lateSeconds: Math.max(launchSeconds, lateSeconds),
    // Its entry may still wait for the look that calls it unmanaged.
    sweptSeconds: Math.max(lateSeconds, sweptSeconds),
    nextAgentSeconds,
    endSeconds,
    settleSeconds: launchSeconds + unmanagedSeconds + sweptSeconds + endSeconds,
    convergenceSeconds:
      queueLifeSeconds(times) +
      times.claimLeaseSeconds +
      // A launch whose event was lost, in the last moment.
      times.missingAfterSeconds +
      sweptSeconds +
      agentsMax * commandsSeconds(times, recheckSeconds) +
      othersSeconds +
      // What is silent after its last command waits like one that never registered.
      unmanagedSeconds,
  };
}

/** How many agents an instance gets at most: the profile with the most decides. A document counts as one. */
export function agentsMaxOf({ agents }: Pick<DeployedTimes, 'agents'>): number {
  return Math.max(1, ...[...agents.values()].map((names) => names.length));
}

/** How long a script runs that has nothing to wait for. */
const scriptSeconds = 10 * 60;

/** From a message to the end of the call that has it: the delay, the window, a long poll, and the work. */
function throughQueue({ delaySeconds, batchingWindowSeconds }: QueueTimes): number {
  return delaySeconds + batchingWindowSeconds + longPollSeconds + workSeconds;
}

/** A message that nobody can deal with is delivered as often as it may be, each time after it was hidden. */
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
