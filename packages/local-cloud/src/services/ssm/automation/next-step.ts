import type { AutomationStatus, StepEnd, StepExecution } from './execution.ts';
import { followerOf } from './flow.ts';
import { jumpOf, type RunbookStep } from './runbook.ts';

/** The name of the step that runs after this one, or undefined when the execution ends. */
export function nextStep(steps: readonly RunbookStep[], step: RunbookStep, end: StepEnd): string | undefined {
  if (end.status === 'Cancelled') return jumpOf(step.onCancel);
  if (end.status === 'Success') return end.nextStep ?? followerOf(steps, step);
  if (step.onFailure === 'Continue') return followerOf(steps, step);
  return jumpOf(step.onFailure);
}

/**
 * The status of an execution that has no further step: that of its first critical step that has not succeeded. A step
 * that aborts the execution is critical, whatever it says.
 */
export function statusAtEnd(steps: readonly StepExecution[], isCancelled: boolean): AutomationStatus {
  if (isCancelled) return 'Cancelled';
  const bad = steps.find(({ step, end }) => end !== undefined && end.status !== 'Success' && isFatal(step));
  return bad?.end?.status ?? 'Success';
}

function isFatal({ isCritical, onFailure = 'Abort' }: RunbookStep): boolean {
  return onFailure === 'Abort' || (isCritical ?? onFailure !== 'Continue');
}
