import type { RemediationConfiguration } from './remediation-configuration.ts';
import type { RemediationExecution } from './remediation-execution.ts';

/** The remediations of a rule that run or wait at a time: from the first of them until none is left. */
export interface RemediationWave {
  readonly waiting: RemediationExecution[];
  size: number;
  runningCount: number;
  failedCount: number;
}

/** A wave in which nothing has happened. */
export function newWave(): RemediationWave {
  return { waiting: [], size: 0, runningCount: 0, failedCount: 0 };
}

type Controls = Pick<RemediationConfiguration, 'concurrentPercentage' | 'errorPercentage'>;

/** How many remediations may run at a time: a share of what is not compliant, and one at least. */
export function concurrentMax({ concurrentPercentage }: Controls, nonCompliantCount: number): number {
  return Math.max(1, Math.floor((nonCompliantCount * concurrentPercentage) / 100));
}

/** Whether more have failed than the controls allow: what waits is not started then. */
export function hasFailed(
  { errorPercentage }: Controls,
  { size, failedCount }: Pick<RemediationWave, 'size' | 'failedCount'>,
): boolean {
  return failedCount > Math.floor((size * errorPercentage) / 100);
}
