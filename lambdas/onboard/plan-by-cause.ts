import type { Cause } from '../shared/domain/diagnosis/cause.ts';
import { nextCauseLookAtMs } from '../shared/domain/roster/due.ts';
import { isReasonCode } from '../shared/domain/roster/reason.ts';
import { type Decision, leave, type RunningCase, record, type Seen } from './decision.ts';

/** The case of an instance that has not registered by the horizon. */
export interface SilentCase extends RunningCase {
  readonly waitingSince: number;
}

/**
 * The last stage: decides about the instances that have not registered, by the causes that were found. If
 * nobody looked for a cause, the entry is left to the recheck, which does.
 */
export function planByCause(
  silent: readonly SilentCase[],
  causes: ReadonlyMap<string, Cause>,
): readonly Decision[] {
  return silent.map((known) => {
    const cause = causes.get(known.instance.instanceId);
    if (cause !== undefined) return planRest(known, cause);
    return leave(known, isResting(known) ? 'AlreadyUnmanaged' : 'NotRegistered');
  });
}

/**
 * Records the entry as unmanaged with its present cause. The cause is looked for again when the entry is due.
 * A doubtful cause does not replace one that was found before.
 */
export function planRest(known: SilentCase, found: Cause, seen: Seen = {}): Decision {
  const { code, detail } = (found.isDoubtful && causeOf(known)) || found;
  return record(known, {
    ...seen,
    status: 'unmanaged',
    reason: code,
    waitingSince: known.waitingSince,
    ...(detail === undefined ? {} : { causeDetail: detail }),
    dueAt: nextCauseLookAtMs(known.nowMs),
  });
}

/** True for an instance whose entry is unmanaged. */
export function isResting({ entry }: RunningCase): boolean {
  return entry?.status === 'unmanaged';
}

/** The cause of an entry; undefined if it has none, or one that only another version of Muster knows. */
function causeOf({ entry }: RunningCase): Cause | undefined {
  if (entry?.status !== 'unmanaged' || !isReasonCode(entry.reason)) return undefined;
  const { reason, causeDetail } = entry;
  return { code: reason, ...(causeDetail === undefined ? {} : { detail: causeDetail }) };
}
