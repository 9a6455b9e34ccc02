import type { RunbookStep } from './runbook.ts';

const defaultSeconds = 3600;
/** What a function may take, whatever its step says (Automation actions reference). */
const functionSecondsMax = 300;

/** After how many seconds a step times out; undefined when it never does. */
export function timeoutSecondsOf({
  action,
  timeoutSeconds,
}: Pick<RunbookStep, 'action' | 'timeoutSeconds'>): number | undefined {
  if (action === 'aws:sleep') return timeoutSeconds;
  const seconds = timeoutSeconds ?? defaultSeconds;
  return action === 'aws:invokeLambdaFunction' ? Math.min(seconds, functionSecondsMax) : seconds;
}
