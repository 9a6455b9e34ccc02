import { isLookedAtEachTime, nextLookAtMs } from '../shared/domain/roster/due.ts';
import type { ReasonCode } from '../shared/domain/roster/reason.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import { type Case, type Decision, leave, moveOf, type Seen } from './decision.ts';

/** When an instance began to wait, in epoch milliseconds. A new start counts anew. */
export function waitingSinceOf({ entry, instance, nowMs }: Case): number {
  const isWaiting = entry?.status === 'waiting' || entry?.status === 'unmanaged';
  const isNewStart = (instance?.launchedAtMs ?? 0) > (entry?.launchedAt ?? 0);
  return isWaiting && !isNewStart ? entry.waitingSince : nowMs;
}

/**
 * Records the instance as waiting, with its next look. In the early time a due entry stays due, and nothing
 * is written.
 */
export function planWait(known: Case, reason: ReasonCode, seen: Seen, waitingSince: number): Decision {
  const { stateChange, entry, settings, nowMs } = known;
  const dueAt = nextLookAtMs(settings.lookTimes, waitingSince, nowMs);
  const move = moveOf(known, { ...seen, status: 'waiting', reason, waitingSince, dueAt });
  const isDue = entry?.status === 'waiting' && entry.dueAt <= nowMs;
  const staysDue = isDue && isLookedAtEachTime(settings.lookTimes, waitingSince, nowMs);
  if (staysDue && saysTheSame(move)) return leave(known, reason);
  return { kind: 'record', stateChange, reason, move };
}

/** True for a move that would only change its own time and the next look. */
function saysTheSame({ from, to }: RosterMove): boolean {
  const ofTheMove = ['revision', 'changedAt', 'dueAt', 'history'];
  const before = new Map(Object.entries(from ?? {}));
  const after = Object.entries(to).filter(([name]) => !ofTheMove.includes(name));
  return from?.status === to.status && after.every(([name, value]) => before.get(name) === value);
}
