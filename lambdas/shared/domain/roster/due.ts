/**
 * When to look again.
 *
 * The times for an instance that is not managed yet follow how agents register: most within minutes, and one that
 * found no credentials or no route at boot tries again after 25 to 60 minutes. So: at every recheck in the first half
 * hour, then every 15 minutes, up to a horizon after which the entry is called unmanaged.
 */
export interface LookTimes {
  readonly earlySeconds: number;
  readonly lateStepSeconds: number;
  readonly horizonSeconds: number;
}

/**
 * By how much two calls of a schedule may come closer to each other than its period: each falls anywhere in the minute
 * that begins at its moment (EventBridge Scheduler user guide, "60 second precision").
 */
const scheduleSlackMs = 60_000;

/**
 * From when on the next recheck takes an instance that has been waiting since `waitingSinceMs`, in epoch milliseconds.
 *
 * Only the recheck looks again, so an entry that is due a moment after one waits for a whole period more. Early entries
 * are therefore due for whichever recheck comes next, and late ones as much sooner as the schedule may be early.
 * Always after `nowMs`: a recheck that looks at all that is due now comes to an end.
 */
export function nextLookAtMs(times: LookTimes, waitingSinceMs: number, nowMs: number): number {
  const isEarly = isLookedAtEachTime(times, waitingSinceMs, nowMs);
  return nowMs + (isEarly ? 1 : Math.max(1, times.lateStepSeconds * 1000 - scheduleSlackMs));
}

/** True in the early time, when every recheck looks: an entry that is due may then stay so, and nothing is written. */
export function isLookedAtEachTime(times: LookTimes, waitingSinceMs: number, nowMs: number): boolean {
  return nowMs - waitingSinceMs < times.earlySeconds * 1000;
}

/** True when an instance has been waiting for so long that it is called unmanaged. */
export function isPastHorizon(times: LookTimes, waitingSinceMs: number, nowMs: number): boolean {
  return nowMs - waitingSinceMs >= times.horizonSeconds * 1000;
}

/**
 * How long the cause of an unmanaged entry stands before it is looked for again, in seconds. It takes the evidence of
 * EC2, IAM and Systems Manager, so not every 20 minutes, as the sweep looks for registrations; a day costs next to
 * nothing, and who mends one fault of two learns of the other on the next.
 */
const causeLookSeconds = 24 * 60 * 60;

/** When the cause of an entry that is unmanaged now is looked for again, in epoch milliseconds. */
export function nextCauseLookAtMs(nowMs: number): number {
  return nowMs + causeLookSeconds * 1000;
}

/**
 * When the result of a command is read although no event told of it, in seconds after the send and again after each
 * reading that found it still running. Most scripts take minutes; an event is lost rarely.
 */
export const resultLookSeconds = 30 * 60;

/** How long an instance waits after an order that failed for a passing reason, by how many have failed so far. */
export function retryAtMs(attempts: number, nowMs: number): number {
  return nowMs + Math.min(5 * 2 ** (attempts - 1), 60) * 60 * 1000;
}
