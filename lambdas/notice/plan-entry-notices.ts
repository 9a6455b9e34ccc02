import type { Notice } from '../shared/domain/notice.ts';
import { readHistory } from '../shared/domain/roster/history.ts';
import { isReasonCode, reasons } from '../shared/domain/roster/reason.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';

/** A notice about an entry, and since when it rests so: what is noted when it is told. */
export interface EntryNotice extends Notice {
  readonly sinceMs: number;
}

/**
 * The notices about entries that rest as failed or unmanaged since a time, and that people have not been told of. A later
 * look that found the same is none.
 */
export function planEntryNotices(entries: Iterable<RosterEntry>, fromMs: number): readonly EntryNotice[] {
  return [...entries].flatMap((entry): EntryNotice[] => {
    const { status, instanceId, toldOf } = entry;
    if (status !== 'failed' && status !== 'unmanaged') return [];
    const sinceMs = restsSinceMs(entry);
    if (sinceMs < fromMs || sinceMs === toldOf) return [];
    return [{ topic: status, id: instanceId, sinceMs, ...describe(entry) }];
  });
}

/** Since when an entry has its status for its reason: to the second, as its history has it. */
function restsSinceMs({ history = '', changedAt }: RosterEntry): number {
  return readHistory(history).at(-1)?.atMs ?? changedAt;
}

function describe(entry: RosterEntry): Pick<Notice, 'what' | 'more'> {
  const { reason, agent } = entry;
  const detail = entry.status === 'unmanaged' ? entry.causeDetail : undefined;
  const certainty = entry.status === 'unmanaged' ? entry.causeCertainty : undefined;
  const known = isReasonCode(reason) ? reasons[reason] : undefined;
  return {
    what: agent === undefined || entry.status === 'unmanaged' ? reason : `${reason}, agent ${agent}`,
    more: [
      ...(known === undefined ? [] : [known.sentence]),
      ...(detail === undefined ? [] : [`Where: ${detail}`]),
      ...(certainty === undefined ? [] : [`This is ${certainty}.`]),
      ...(known === undefined ? [] : [`What to do: ${known.remedy}`]),
    ],
  };
}
