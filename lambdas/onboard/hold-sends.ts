import { type Gap, isHeld } from '../shared/domain/roster/pulse.ts';
import type { Decision } from './decision.ts';

/** The decisions while the roster may be behind: whoever would be sent something is decided about later. */
export function holdSends(
  decisions: readonly Decision[],
  gap: Gap | undefined,
  nowMs: number,
): readonly Decision[] {
  if (!isHeld(gap, nowMs)) return decisions;
  return decisions.map((decision) =>
    decision.kind === 'send'
      ? { kind: 'retry', stateChange: decision.stateChange, reason: 'RosterBehind' }
      : decision,
  );
}
