import type { AgentEnd } from './agent-end.ts';
import { openErrand, sentErrand, writeErrand } from './errand.ts';
import type { EntryChange } from './move-entry.ts';
import type { EntryOf } from './roster-entry.ts';

/**
 * What becomes of an entry whose errand has ended for good: it is onboarded as before, whatever the end. Undefined for an
 * entry that has no errand in hand.
 */
export function finishErrand(
  entry: EntryOf<'claimed' | 'commanded'>,
  { status, reason, result }: AgentEnd,
  nowMs: number,
): EntryChange | undefined {
  const errand = sentErrand(entry) ?? openErrand(entry);
  if (errand === undefined) return undefined;
  const isDone = status === 'onboarded';
  const ended = { ...errand, changedAt: nowMs };
  return {
    ...result,
    ...({ status: 'onboarded', reason: isDone ? 'ErrandDone' : 'ErrandFailed' } as const),
    errand: writeErrand(isDone ? { ...ended, status: 'done' } : { ...ended, status: 'failed', reason }),
    onboardedAt: entry.onboardedAt ?? nowMs,
  };
}
