import type { ReasonCode } from '../roster/reason.ts';

/** How a command went on one instance, as Systems Manager reports it. */
export interface Invocation {
  readonly instanceId: string;
  /** The fine state: `Success`, `Failed`, `Undeliverable`, `DeliveryTimedOut` ... */
  readonly statusDetails: string;
  /** The step that decided the result, if one did. */
  readonly step?: string;
  /** The exit code of that step, if it has one. It is below 0 when the agent ended the step and no script did. */
  readonly exitCode?: number;
  /** What that step printed, as much as Systems Manager shows of it. It is read, and never recorded. */
  readonly output?: string;
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

/** The contract of the installers (documents/README.md): what an exit code means, and whether it may pass. */
const exitCodes: Readonly<Record<number, Failure>> = {
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
  31: { reason: 'SecretDenied', isPassing: true },
  32: { reason: 'SecretMissing', isPassing: true },
  33: { reason: 'SecretKeyDenied', isPassing: true },
  34: { reason: 'ConfigureFailed', isPassing: false },
  35: { reason: 'NotInstalled', isPassing: false },
  36: { reason: 'UninstallFailed', isPassing: false },
};

interface Failure {
  readonly reason: ReasonCode;
  readonly isPassing: boolean;
}

const cutOff: Failure = { reason: 'StepCutOff', isPassing: true };
const timedOut: Failure = { reason: 'TimedOut', isPassing: true };
const scriptFailed: Failure = { reason: 'ScriptFailed', isPassing: false };

/** The last line of an installer. */
const outcomeLine = /^muster: outcome ([0-9]{1,3}) /gm;

/**
 * What the agent prints when its document worker was killed or did not start, seen in its source and in
 * https://github.com/aws/amazon-ssm-agent/issues/234.
 */
const workerDied = /document process failed unexpectedly|\[ssm-document-worker\]\S* log for crash reason/;

/**
 * Reads what an invocation means. An unknown state counts as failed for good, so that somebody looks. An exit code of a document
 * that knows no contract (`isInstaller` false) says only that it failed, or that it was cut off.
 */
export function readOutcome({ statusDetails, exitCode, output }: Invocation, isInstaller = true): Outcome {
  if (running.includes(statusDetails)) return { kind: 'running' };
  const end = Object.hasOwn(ends, statusDetails) ? ends[statusDetails] : undefined;
  if (end !== undefined) return end;
  return {
    kind: 'failed',
    ...(exitCode === undefined ? scriptFailed : readExit(exitCode, output, isInstaller)),
  };
}

/**
 * What an exit code means. A code of the contract counts as it is. The others are ends that the agent or the
 * shell make (real agent): -1 when all processes of the step were killed, 126 and 127 when the script could
 * not be started, 128 and the number of the signal when it was killed, 1 when the document worker died. The
 * agent calls a step TimedOut when its own process was killed (137).
 *
 * A script that ends with 1 has printed its outcome if it is an installer of ours: PowerShell ends so when it
 * may not leave with the code.
 */
function readExit(exitCode: number, output = '', isInstaller = true): Failure {
  const known = isInstaller ? exitCodes[exitCode] : undefined;
  if (known !== undefined) return known;
  if (exitCode === 137) return timedOut;
  if (exitCode < 0 || exitCode === 126 || exitCode === 127 || isSignal(exitCode - 128)) return cutOff;
  if (exitCode !== 1) return scriptFailed;
  const printed = isInstaller ? exitCodes[Number([...output.matchAll(outcomeLine)].at(-1)?.[1])] : undefined;
  return printed ?? (workerDied.test(output) ? cutOff : scriptFailed);
}

/** True for the number of a signal on Linux. */
function isSignal(number: number): boolean {
  return number >= 1 && number <= 64;
}
