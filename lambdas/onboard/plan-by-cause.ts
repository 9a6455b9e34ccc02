import {
  type Cause,
  isCertainty,
  type KnownCause,
  namesSeparator,
} from '../shared/domain/diagnosis/cause.ts';
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
 * A likely cause for which evidence could not be read does not replace one that was found before.
 */
export function planRest(known: SilentCase, found: Cause, seen: Seen = {}): Decision {
  const cause: KnownCause = (found.lacksEvidence && causeOf(known)) || found;
  return record(known, {
    ...seen,
    ...toFields(cause),
    status: 'unmanaged',
    reason: cause.code,
    waitingSince: known.waitingSince,
    dueAt: nextCauseLookAtMs(known.nowMs),
  });
}

/** True for an instance whose entry is unmanaged. */
export function isResting({ entry }: RunningCase): boolean {
  return entry?.status === 'unmanaged';
}

/** What an entry has of a cause, besides its code. */
function toFields({ detail, certainty, notLookedAt = [] }: KnownCause) {
  return {
    ...(detail === undefined ? {} : { causeDetail: detail }),
    ...(certainty === undefined ? {} : { causeCertainty: certainty }),
    ...(notLookedAt.length === 0 ? {} : { notLookedAt: notLookedAt.join(namesSeparator) }),
  };
}

/** The cause of an entry; undefined if it has none, or one that only another version of Muster knows. */
function causeOf({ entry }: RunningCase): KnownCause | undefined {
  if (entry?.status !== 'unmanaged' || !isReasonCode(entry.reason)) return undefined;
  const { reason, causeDetail, causeCertainty, notLookedAt } = entry;
  return {
    code: reason,
    ...(causeDetail === undefined ? {} : { detail: causeDetail }),
    ...(isCertainty(causeCertainty) ? { certainty: causeCertainty } : {}),
    ...(notLookedAt === undefined ? {} : { notLookedAt: notLookedAt.split(namesSeparator) }),
  };
}
