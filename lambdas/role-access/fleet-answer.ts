import type { BatchOutcome } from './change-in-batches.ts';
import type { SkippedRole } from './plan-fleet.ts';

/**
 * What a runbook for all roles is told. It looks for the words of `Decision` in the whole answer: names of roles have no
 * spaces. The numbers are exact. The lists are cut, because an output of Automation takes 100 KB.
 */
export interface FleetAnswer extends Readonly<Record<string, unknown>> {
  readonly Decision: 'only looked' | 'came to its end' | 'goes on with the next run' | 'nothing was changed';
  readonly Changed: number;
  readonly Left: number;
  readonly Failed: number;
  readonly ChangedRoles: readonly string[];
  readonly LeftRoles: readonly string[];
  /** A role, and what IAM said. */
  readonly FailedRoles: readonly string[];
}

/** How many roles are named, and how long a reason is. A name has 64 characters at most. */
const changedMax = 500;
const leftMax = 250;
const skippedMax = 60;
const reasonLengthMax = 200;

/** The answer about what became of roles. */
export function answerOf({ changed, failed, left }: BatchOutcome, isDryRun: boolean): FleetAnswer {
  return {
    Decision: decisionOf({ changed, failed, left }, isDryRun),
    Changed: changed.length,
    Left: left.length,
    Failed: failed.length,
    ChangedRoles: changed.slice(0, changedMax),
    LeftRoles: left.slice(0, leftMax),
    FailedRoles: shownSkipped(failed),
  };
}

/** Skipped roles with their reasons, as the answer shows them. */
export function shownSkipped(skipped: readonly SkippedRole[]): string[] {
  return skipped
    .slice(0, skippedMax)
    .map(({ roleName, reason }) => `${roleName}: ${reason.slice(0, reasonLengthMax)}`);
}

function decisionOf({ changed, failed, left }: BatchOutcome, isDryRun: boolean): FleetAnswer['Decision'] {
  if (isDryRun) return 'only looked';
  if (failed.length > 0 && changed.length === 0) return 'nothing was changed';
  return left.length === 0 ? 'came to its end' : 'goes on with the next run';
}
