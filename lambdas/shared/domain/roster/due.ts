/**
 * When to look again.
 *
 * The times for an instance that is not managed yet follow how agents register. Most register within minutes.
 * One that found no credentials or no route at boot tries again after 25 to 60 minutes. So Muster looks at
 * every recheck in the first half hour, then every 15 minutes. After the horizon, the entry becomes
 * unmanaged.
 */
export interface LookTimes {
  readonly earlySeconds: number;
  readonly lateStepSeconds: number;
  readonly horizonSeconds: number;
}

/**
 * How much closer than its period two calls of a schedule may come. Each call falls anywhere in the minute
 * that begins at its time (EventBridge Scheduler user guide, "60 second precision").
 */
const scheduleSlackMs = 60_000;

/**
 * When an entry that waits is due again, in epoch milliseconds. The instance has been waiting since
 * `waitingSinceMs`.
 *
 * Only the recheck looks again, so an entry that becomes due just after a recheck waits for a whole period
 * more. Early entries are therefore due for the very next recheck, and late ones are due earlier by the slack
 * of the schedule. The result is always after `nowMs`, so a recheck that looks at everything due now comes to
 * an end.
 */
export function nextLookAtMs(times: LookTimes, waitingSinceMs: number, nowMs: number): number {
  const isEarly = isLookedAtEachTime(times, waitingSinceMs, nowMs);
  return nowMs + (isEarly ? 1 : Math.max(1, times.lateStepSeconds * 1000 - scheduleSlackMs));
}

/**
 * True in the early time, when every recheck looks. An entry that is due may then stay due, and nothing is
 * written.
 */
export function isLookedAtEachTime(times: LookTimes, waitingSinceMs: number, nowMs: number): boolean {
  return nowMs - waitingSinceMs < times.earlySeconds * 1000;
}

/** True when an instance has waited for so long that it counts as unmanaged. */
export function isPastHorizon(times: LookTimes, waitingSinceMs: number, nowMs: number): boolean {
  return nowMs - waitingSinceMs >= times.horizonSeconds * 1000;
}

/**
 * How long the cause of an unmanaged entry stands before the recheck looks for it again, in seconds. The
 * search needs evidence from EC2, IAM and Systems Manager, so it is rarer than the sweep's look for
 * registrations every 20 minutes. A look a day costs next to nothing. Whoever mends one of two faults learns
 * of the other the next day.
 */
const causeLookSeconds = 24 * 60 * 60;

/** When to look again for the cause of an unmanaged entry, in epoch milliseconds. */
export function nextCauseLookAtMs(nowMs: number): number {
  return nowMs + causeLookSeconds * 1000;
}

/**
 * When to read the result of a command without an event, in seconds after the send. The same time passes
 * after each reading that finds the command still running. Most scripts take minutes, and an event is rarely
 * lost.
 */
export const resultLookSeconds = 30 * 60;

/**
 * When an instance gets the next order after `attempts` orders that failed for a passing reason, in epoch
 * milliseconds.
 */
export function retryAtMs(attempts: number, nowMs: number): number {
  return nowMs + Math.min(5 * 2 ** (attempts - 1), 60) * 60 * 1000;
}
