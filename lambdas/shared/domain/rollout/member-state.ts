import type { RosterEntry } from '../roster/roster-entry.ts';
import { errandBakedAtMs, stateOfErrand } from './errand-member.ts';
import { lackedDocuments } from './lacks.ts';
import type { MemberState } from './member.ts';
import type { MemberKnowledge } from './member-knowledge.ts';
import type { RolloutPlan } from './rollout-state.ts';
import { readTakenUp } from './taken-up.ts';

/** Where a member stands. The roster tells: a roll-out keeps no account of its own. */
export function stateOfMember(entry: RosterEntry | undefined, known: MemberKnowledge): MemberState {
  if (entry === undefined || entry.status === 'gone') return 'left';
  if (known.plan.errand !== undefined) return stateOfErrand(entry, known);
  const isTakenUp = readTakenUp(entry.rollout)?.rolloutId === known.plan.rolloutId;
  return isTakenUp ? stateOfTakenUp(entry, known) : stateOfOther(entry, known);
}

function stateOfTakenUp(entry: RosterEntry, known: MemberKnowledge): MemberState {
  const { plan, progress, unwellIds, nowMs } = known;
  switch (entry.status) {
    case 'onboarded': {
      // It was put back before anything was sent.
      if (lackedDocuments(entry, plan).length > 0) return 'open';
      if (nowMs < bakedAtMs(entry, plan)) return 'baking';
      return unwellIds.has(entry.instanceId) ? 'failed' : 'done';
    }
    case 'failed':
    case 'unmanaged':
      if (wasNeverSent(entry)) return 'left';
      return entry.status === 'failed' && entry.changedAt <= (progress.retriedAt ?? 0) ? 'open' : 'failed';
    case 'excluded':
      return entry.reason === 'UnsupportedPlatform' && !wasNeverSent(entry) ? 'failed' : 'left';
    case 'gone':
      return 'left';
    default:
      return 'inFlight';
  }
}

/** True for an instance that was adopted and cannot be onboarded: that is no fault of the roll-out. */
function wasNeverSent({ document, agents }: RosterEntry): boolean {
  return document === undefined && agents === undefined;
}

/** When an instance has been well for long enough. */
export function bakedAtMs(entry: RosterEntry, plan: RolloutPlan): number {
  if (plan.errand !== undefined) return errandBakedAtMs(entry, plan);
  return entry.changedAt + plan.gate.bakeSeconds * 1000;
}

/** A member that the roll-out has not taken up, or that another one has taken up since. */
function stateOfOther(entry: RosterEntry, { plan }: MemberKnowledge): MemberState {
  switch (entry.status) {
    case 'onboarded':
    case 'failed':
      return lackedDocuments(entry, plan).length > 0 ? 'open' : 'done';
    case 'unmanaged':
    case 'excluded':
    case 'gone':
      return 'left';
    default:
      // A launch has it in hand. The roll-out waits for its end.
      return 'open';
  }
}

/** True for an entry that a roll-out may take up now: nobody else has it in hand. */
export function isTakeable({ status }: RosterEntry): boolean {
  return status === 'onboarded' || status === 'failed';
}
