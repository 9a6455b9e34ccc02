import { deliverySeconds } from '../../lambdas/shared/domain/commands/order.ts';
import { resultLookSeconds, retryAtMs } from '../../lambdas/shared/domain/roster/due.ts';
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
  /** From a command to an entry at rest, if nothing fails. */
  readonly endSeconds: number;
  /**
   * From the last launch until every entry is at rest, if nothing fails and every instance registers within the
   * horizon.
   */
  readonly settleSeconds: number;
  /** From the last fault, or the last planned event of an instance, until every entry is at rest. */
  readonly convergenceSeconds: number;
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
  const endSeconds = scriptSeconds + throughQueue(times.outcomes);
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
    endSeconds,
    settleSeconds: launchSeconds + unmanagedSeconds + sweptSeconds + endSeconds,
    convergenceSeconds:
      queueLifeSeconds(times) +
      times.claimLeaseSeconds +
      // The event of the last launch may be lost.
      times.missingAfterSeconds +
      sweptSeconds +
      commandsSeconds(times, recheckSeconds) +
      // An instance whose agent is silent after its last command waits like one that never registered.
      unmanagedSeconds,
  };
}

/** The running time of a script that waits for nothing. */
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
 * The time of all commands of an instance if each one ends as late as possible and for a passing reason. Each command
 * is delivered at the last moment and runs into its time-out. The next reading of its result finds it, not an event.
 * Then the instance waits for its next command.
 */
function commandsSeconds({ attemptsMax, executionSeconds }: DeployedTimes, recheckSeconds: number): number {
  const attempts = Array.from({ length: attemptsMax }, (_, index) => index + 1);
  return attempts.reduce((sum, attempt) => {
    const readSeconds = resultLookSeconds + recheckSeconds;
    const pauseSeconds = attempt === attemptsMax ? 0 : retryAtMs(attempt, 0) / 1000 + recheckSeconds;
    return sum + deliverySeconds + executionSeconds + readSeconds + pauseSeconds;
  }, 0);
}
