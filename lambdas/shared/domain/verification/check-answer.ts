import { type Invocation, readOutcome } from '../commands/invocation.ts';
import type { ReasonCode } from '../roster/reason.ts';

/**
 * What a verification says of one document on one instance.
 * `well`: its check succeeded.
 * `drifted`: the node answered, and its check failed.
 * `none`: it says nothing: it was not delivered, the node was busy, the check could not run.
 * `running`: it is under way.
 */
export type CheckAnswer =
  | { readonly kind: 'well' | 'running' }
  | { readonly kind: 'drifted' | 'none'; readonly reason: ReasonCode };

/** The ends that a check alone can have. Every other failure tells nothing of what is installed. */
const failedChecks: readonly ReasonCode[] = [
  'NotInstalled',
  'AgentUnhealthy',
  'WrongVersion',
  'ScriptFailed',
];

/** A verification that takes longer is not well. Installers look at health for minutes at most. */
export const verificationMsMax = 60 * 60_000;

/**
 * Reads the answer of an instance. A command that still runs after an hour is not well where the node answers, and says
 * nothing where it does not. `isOnline` is asked only then.
 */
export function readAnswer(
  invocation: Invocation | undefined,
  { ageMs, isOnline }: { readonly ageMs: number; readonly isOnline: boolean },
): CheckAnswer {
  const isLate = ageMs >= verificationMsMax;
  if (invocation === undefined)
    return isLate ? { kind: 'none', reason: 'CommandEnded' } : { kind: 'running' };
  const outcome = readOutcome(invocation);
  switch (outcome.kind) {
    case 'running':
      if (!isLate) return { kind: 'running' };
      return isOnline ? { kind: 'drifted', reason: 'TimedOut' } : { kind: 'none', reason: 'Undelivered' };
    case 'succeeded':
      return { kind: 'well' };
    case 'excluded':
      return { kind: 'none', reason: outcome.reason };
    case 'failed': {
      const { reason } = outcome;
      // A process that was killed after a moment is told in the same way as one that took its whole time.
      const isTooLong = reason === 'TimedOut' && isLate;
      return { kind: isTooLong || failedChecks.includes(reason) ? 'drifted' : 'none', reason };
    }
  }
}

/** True for an invocation that has not ended although it should have. */
export function isLateInvocation(invocation: Invocation | undefined, ageMs: number): boolean {
  if (invocation === undefined || ageMs < verificationMsMax) return false;
  return readOutcome(invocation).kind === 'running';
}
