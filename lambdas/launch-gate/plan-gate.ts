import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { Hold } from './hold.ts';
import type { Gate } from './launch-gate-settings.ts';

/** What to do with a held instance, and why. */
export type GateStep =
  /** The wait ends. `isReady` says that the instance may serve; otherwise the setting of the group decides. */
  | {
      readonly kind: 'complete';
      readonly result: 'CONTINUE' | 'ABANDON';
      readonly isReady: boolean;
      readonly reason: 'Onboarded' | 'OnboardedBefore' | 'Excluded' | 'Failed' | 'HeldTooLong';
    }
  /** The instance is gone: nobody needs it. */
  | {
      readonly kind: 'complete';
      readonly result: 'ABANDON';
      readonly isReady: true;
      readonly reason: 'Terminated';
    }
  | {
      readonly kind: 'wait';
      /** When to look again, in epoch milliseconds. */
      readonly lookAt: number;
      /** Whether Auto Scaling must be told that the wait goes on. */
      readonly isHeartbeatDue: boolean;
      readonly reason: 'Unknown' | 'NotOnboarded' | 'WillBeDecidedAnew';
    }
  | { readonly kind: 'drop'; readonly reason: 'UnknownGroup' };

/** When things happen. `now` is in epoch milliseconds. */
export interface GateTimes {
  readonly now: number;
  readonly lookSeconds: number;
}

/** A heartbeat is due after a third of the hook's time-out, so that one may fail. */
const heartbeatsPerTimeout = 3;

/**
 * Decides about a held instance by its entry.
 *
 * An onboarded instance goes on, and so does one that Muster leaves alone. One that has left a warm pool was onboarded
 * there: its start sends nothing, so it goes on although its entry still says that it is stopped. A failed one rests until
 * a person asks, so waiting would only hold capacity back. But an older failure is undone by the start. All others may
 * still be onboarded, until the longest hold is over.
 */
export function planGate(
  hold: Hold,
  entry: RosterEntry | undefined,
  gate: Gate | undefined,
  times: GateTimes,
): GateStep {
  if (gate === undefined) return { kind: 'drop', reason: 'UnknownGroup' };
  const waitReason = entry === undefined ? 'Unknown' : judge(hold, entry);
  if (typeof waitReason === 'object') return waitReason;
  if (waitReason === 'Failed' || times.now >= untilOf(hold, gate)) {
    const reason = waitReason === 'Failed' ? 'Failed' : 'HeldTooLong';
    return { kind: 'complete', result: gate.otherwise, isReady: false, reason };
  }
  return planWait(hold, gate, times, waitReason);
}

type WaitReason = Extract<GateStep, { kind: 'wait' }>['reason'];

/** The end of a wait, whatever the settings say; or why it goes on, or has failed. */
function judge(hold: Hold, entry: RosterEntry): GateStep | WaitReason | 'Failed' {
  switch (entry.status) {
    case 'onboarded':
      return ready('Onboarded');
    case 'excluded':
      return ready('Excluded');
    case 'gone':
      if (entry.reason === 'Terminated')
        return { kind: 'complete', result: 'ABANDON', isReady: true, reason: 'Terminated' };
      return entry.onboardedAt === undefined ? 'WillBeDecidedAnew' : ready('OnboardedBefore');
    case 'failed':
      return entry.changedAt < hold.startedAt ? 'WillBeDecidedAnew' : 'Failed';
    default:
      return 'NotOnboarded';
  }
}

function ready(reason: 'Onboarded' | 'OnboardedBefore' | 'Excluded'): GateStep {
  return { kind: 'complete', result: 'CONTINUE', isReady: true, reason };
}

function untilOf({ startedAt }: Hold, { holdSecondsMax }: Gate): number {
  return startedAt + holdSecondsMax * 1000;
}

/**
 * Looks come at whole steps since the start. So the copies of one hold, which at-least-once delivery makes, come due at
 * one time, meet in one batch, and become one again.
 */
function planWait(hold: Hold, gate: Gate, { now, lookSeconds }: GateTimes, reason: WaitReason): GateStep {
  const stepMs = lookSeconds * 1000;
  const steps = Math.floor(Math.max(0, now - hold.startedAt) / stepMs) + 1;
  const lookAt = Math.min(hold.startedAt + steps * stepMs, untilOf(hold, gate));
  const isHeartbeatDue = now - hold.heartbeatAt >= (gate.heartbeatSeconds * 1000) / heartbeatsPerTimeout;
  return { kind: 'wait', lookAt, isHeartbeatDue, reason };
}

/** True when Auto Scaling has certainly decided by itself: it has heard of nobody for the time-out of the hook. */
export function hasTimedOut({ heartbeatAt }: Hold, { heartbeatSeconds }: Gate, now: number): boolean {
  return now >= heartbeatAt + heartbeatSeconds * 1000;
}
