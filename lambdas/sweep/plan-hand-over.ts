import { chunk } from '../shared/domain/commands/order.ts';
import { limits } from '../shared/domain/limits.ts';
import { driftsOf } from '../shared/domain/roster/drift.ts';
import type { RosterStanding } from '../shared/domain/roster/roster-entry.ts';
import { dayMs, isDueWithin } from '../shared/domain/verification/moment.ts';
import { type Turn, turnSizeMax } from '../shared/domain/verification/turn.ts';
import type { VerificationPeriod } from '../shared/domain/verification/verification-settings.ts';
import { isUpNow, type Overview } from './census.ts';

/** The turns to hand over, each with the time at which it is due, and until when moments are then handed over. */
export interface HandOver {
  readonly turns: readonly { readonly turn: Turn; readonly dueAtMs: number }[];
  /** Undefined when that stays as it is. */
  readonly untilMs?: number;
}

/** So long a few instances wait for others, so that an order is full. */
const collectMsMax = 2 * 60 * 60_000;

/** Many turns at once, after an outage or in a large fleet, are due one after the other. */
const turnStepMs = 5 * 60_000;

/**
 * Plans who is verified now: the onboarded instances that run and whose moment has come since `verifiedUntilMs`. A sweep
 * that finds fewer than an order takes leaves them to a later one. After verification was turned on, the moments count from
 * now. Where it is turned off, those are handed over of whom a drift is told: it counts no more.
 */
export function planHandOver(
  overview: Pick<Overview, 'entries' | 'states' | 'nowMs'>,
  every: VerificationPeriod,
  verifiedUntilMs: number | undefined,
): HandOver {
  const { nowMs: untilMs } = overview;
  const onboarded = [...overview.entries.values()].filter(
    ({ status, instanceId }) => status === 'onboarded' && isUpNow(instanceId, overview),
  );
  if (every === 'never')
    return {
      turns: turnsOf(
        onboarded.filter((entry) => driftsOf(entry).length > 0),
        untilMs,
        untilMs,
      ),
    };
  if (verifiedUntilMs === undefined) return { turns: [], untilMs };
  const fromMs = Math.max(verifiedUntilMs, untilMs - dayMs);
  const due = onboarded.filter((entry) => isDueWithin(entry, { fromMs, untilMs }));
  const isCollecting = due.length < limits.instancesPerCommandMax && untilMs - fromMs < collectMsMax;
  return isCollecting ? { turns: [] } : { turns: turnsOf(due, fromMs, untilMs), untilMs };
}

function turnsOf(due: readonly RosterStanding[], fromMs: number, untilMs: number): HandOver['turns'] {
  const ids = due.map(({ instanceId }) => instanceId).toSorted();
  return chunk(ids, turnSizeMax).map((openIds, part) => ({
    turn: { turnId: `${fromMs}-${untilMs}/${part}`, handedOverMs: untilMs, openIds, sent: [] },
    dueAtMs: untilMs + part * turnStepMs,
  }));
}
