import type { MemberCounts } from './member.ts';
import { bakedAtMs } from './member-state.ts';
import { isOver, type RolloutProgress } from './rollout-state.ts';
import type { RolloutKnowledge } from './rollout-step.ts';
import { isInWindow } from './time-window.ts';

const minuteMs = 60_000;
/** The longest time without a look at a roll-out that is under way. */
const lookMsMax = 60 * minuteMs;

/**
 * When a roll-out is looked at again, in epoch milliseconds; undefined when it is over, or only a person moves it. A look
 * reads the entry of every instance of the waves so far. So there is none while only time can change something.
 */
export function nextLookOfRollout(
  known: Pick<RolloutKnowledge, 'plan' | 'entries' | 'nowMs'>,
  progress: RolloutProgress,
): number | undefined {
  const { nowMs, plan } = known;
  const { status, reason, counts } = progress;
  if (isOver(progress)) return undefined;
  if (counts.inFlight > 0) return nowMs + 1;
  if (status === 'running' && plan.gate.alarms !== undefined) return nowMs + 1; // an alarm tells nobody when it is raised
  if (status !== 'running') return counts.baking > 0 ? endOfBaking(known) : undefined;
  if (isFullOfBaking(progress)) return endOfBaking(known);
  if (reason !== 'OutsideWindow') return nowMs + 1;
  return Math.min(endOfBaking(known), nextOpening(plan.windows, nowMs));
}

/** True when nothing happens before an instance has baked. */
function isFullOfBaking({ reason, counts }: { reason: string; counts: MemberCounts }): boolean {
  return reason === 'Baking' || (reason === 'CapsReached' && counts.baking > 0);
}

/** When the next instance has been well for long enough, or the longest time is over. */
function endOfBaking({ plan, entries, nowMs }: Pick<RolloutKnowledge, 'plan' | 'entries' | 'nowMs'>): number {
  const ends = [...entries.values()].map((entry) => bakedAtMs(entry, plan)).filter((ms) => ms > nowMs);
  return Math.min(...ends, nowMs + lookMsMax);
}

/** The minute at which a window opens, or the longest time is over. */
function nextOpening(windows: RolloutKnowledge['plan']['windows'], nowMs: number): number {
  const nextMinuteMs = Math.floor(nowMs / minuteMs + 1) * minuteMs;
  for (let ms = nextMinuteMs; ms < nowMs + lookMsMax; ms += minuteMs) if (isInWindow(windows, ms)) return ms;
  return nowMs + lookMsMax;
}
