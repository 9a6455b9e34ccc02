import type { ReasonCode } from '../roster/reason.ts';

/** How a command went on one instance, as Systems Manager reports it. */
export interface Invocation {
  readonly instanceId: string;
  /** The fine state: `Success`, `Failed`, `Undeliverable`, `DeliveryTimedOut` ... */
  readonly statusDetails: string;
  /** The step that decided the result, if one did. */
  readonly step?: string;
  /** The exit code of that step's script, if it had one. */
  readonly exitCode?: number;
}

/** What an invocation means for its instance. A passing reason is worth another command, a lasting one is not. */
export type Outcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'excluded'; readonly reason: ReasonCode }
  | { readonly kind: 'failed'; readonly reason: ReasonCode; readonly isPassing: boolean };

const running = ['Pending', 'InProgress', 'Delayed', 'Cancelling'];

/**
 * What an invocation means when Systems Manager ended it, and not the script (Systems Manager user guide,
 * monitor-commands).
 */
const ends: Readonly<Record<string, Outcome>> = {
  Success: { kind: 'succeeded' },
  Undeliverable: { kind: 'failed', reason: 'Undelivered', isPassing: true },
  DeliveryTimedOut: { kind: 'failed', reason: 'Undelivered', isPassing: true },
  'Delivery Timed Out': { kind: 'failed', reason: 'Undelivered', isPassing: true },
  ExecutionTimedOut: { kind: 'failed', reason: 'TimedOut', isPassing: true },
  'Execution Timed Out': { kind: 'failed', reason: 'TimedOut', isPassing: true },
  TimedOut: { kind: 'failed', reason: 'TimedOut', isPassing: true },
  Terminated: { kind: 'failed', reason: 'CommandEnded', isPassing: true },
  Cancelled: { kind: 'failed', reason: 'CommandEnded', isPassing: true },
  InvalidPlatform: { kind: 'excluded', reason: 'UnsupportedPlatform' },
  AccessDenied: { kind: 'failed', reason: 'InvocationDenied', isPassing: false },
};

/**
 * The contract of the installers (documents/README.md): what an exit code means, and whether it may pass.
 * `follow-up/plan-outcomes.ts` acts on it.
 */
const exitCodes: Readonly<Record<number, { reason: ReasonCode; isPassing: boolean }>> = {
  20: { reason: 'DownloadFailed', isPassing: true },
  21: { reason: 'ChecksumWrong', isPassing: false },
  22: { reason: 'UnsupportedSystem', isPassing: false },
  23: { reason: 'AgentUnhealthy', isPassing: false },
  24: { reason: 'InstallerFailed', isPassing: false },
  25: { reason: 'NoPackage', isPassing: false },
  26: { reason: 'BadParameter', isPassing: false },
  27: { reason: 'InstallerBusy', isPassing: true },
  28: { reason: 'WrongVersion', isPassing: false },
  29: { reason: 'CannotRun', isPassing: false },
  30: { reason: 'Interrupted', isPassing: true },
};

/** Reads what an invocation means. An unknown state counts as failed for good, so that somebody looks. */
export function readOutcome({ statusDetails, exitCode }: Invocation): Outcome {
  if (running.includes(statusDetails)) return { kind: 'running' };
  const end = Object.hasOwn(ends, statusDetails) ? ends[statusDetails] : undefined;
  if (end !== undefined) return end;
  const known = exitCode === undefined ? undefined : exitCodes[exitCode];
  return { kind: 'failed', ...(known ?? { reason: 'ScriptFailed', isPassing: false }) };
}
