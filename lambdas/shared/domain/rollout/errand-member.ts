import { errandOf } from '../roster/errand.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { MemberState } from './member.ts';
import type { MemberKnowledge } from './member-knowledge.ts';
import type { RolloutPlan } from './rollout-state.ts';
import { readTakenUp } from './taken-up.ts';

/**
 * Where a member of a roll-out stands that sends an errand. What became of the errand stands in the entry for good: a new
 * start of the instance, a profile that changes, and a command of something else change nothing of it.
 */
export function stateOfErrand(
  entry: RosterEntry,
  { plan, progress, unwellIds, nowMs }: MemberKnowledge,
): MemberState {
  const errand = errandOf(entry);
  const status = errand?.rolloutId === plan.rolloutId ? errand.status : undefined;
  const changedAt = errand?.changedAt ?? 0;
  if (status === 'done') {
    if (nowMs < errandBakedAtMs(entry, plan)) return 'baking';
    return unwellIds.has(entry.instanceId) ? 'failed' : 'done';
  }
  if (status === 'failed' && changedAt > (progress.retriedAt ?? 0)) return 'failed';
  const isTakenUp = readTakenUp(entry.rollout)?.rolloutId === plan.rolloutId;
  switch (entry.status) {
    case 'onboarded':
      return 'open';
    case 'waiting':
    case 'claimed':
    case 'commanded':
      // Otherwise a launch has it in hand. The roll-out waits for its end.
      return isTakenUp || status === 'sent' ? 'inFlight' : 'open';
    case 'unmanaged':
      return isTakenUp ? 'failed' : 'left';
    case 'failed':
    case 'excluded':
    case 'gone':
      return 'left';
  }
}

/** When an instance has been well for long enough after its errand. */
export function errandBakedAtMs(entry: RosterEntry, { gate }: Pick<RolloutPlan, 'gate'>): number {
  return (errandOf(entry)?.changedAt ?? 0) + gate.bakeSeconds * 1000;
}
