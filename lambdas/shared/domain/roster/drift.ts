import { isErrandInHand } from './errand.ts';
import type { RosterEntry, RosterStatus } from './roster-entry.ts';

/**
 * Where a drift stands.
 * `told`: a verification found it, and nothing is sent for it.
 * `sent`: the document is sent again for it, or was.
 * `back`: a verification found it again after that.
 * `mended`: a verification found nothing any more. It is kept while its document may not be sent again.
 */
export const driftStatuses = ['told', 'sent', 'back', 'mended'] as const;
export type DriftStatus = (typeof driftStatuses)[number];

/** What a verification found on an instance: what a document installed is not as it was. Times are epoch milliseconds. */
export interface Drift {
  readonly document: string;
  readonly status: DriftStatus;
  /** What its check said: a `ReasonCode`, or a code of another version of Muster. */
  readonly reason: string;
  /** When it was found first. */
  readonly sinceMs: number;
  /** When the document was last to be sent again for it. */
  readonly sentAtMs?: number;
}

/** Drifts as the text that an entry holds: `Muster-Agent-edr-Linux told NotInstalled 1769817600000; ...`. */
export function writeDrifts(drifts: readonly Drift[]): string {
  return drifts
    .map(({ document, status, reason, sinceMs, sentAtMs }) =>
      [document, status, reason, sinceMs, ...(sentAtMs === undefined ? [] : [sentAtMs])].join(' '),
    )
    .join('; ');
}

/** The drifts of an entry. What another version wrote in another form is left out. */
export function driftsOf(entry: Pick<RosterEntry, 'drift'> | undefined): readonly Drift[] {
  return (entry?.drift ?? '').split('; ').flatMap((text): Drift[] => {
    const [, document, told, reason, since, sent] = /^(\S+) (\w+) (\w+) (\d+)(?: (\d+))?$/.exec(text) ?? [];
    const status = driftStatuses.find((one) => one === told);
    if (document === undefined || status === undefined || reason === undefined) return [];
    const sentAt = sent === undefined ? {} : { sentAtMs: Number(sent) };
    return [{ document, status, reason, sinceMs: Number(since), ...sentAt }];
  });
}

/** The drifts that somebody must look at: nothing is under way for them. Those of an onboarded entry count alone. */
export function openDrifts(entry: Pick<RosterEntry, 'status' | 'drift'>): readonly Drift[] {
  if (entry.status !== 'onboarded') return [];
  return driftsOf(entry).filter(isOpen);
}

/**
 * What an entry says of drifts after a move that does not say it; empty for nothing. A document that ran for another reason
 * has mended what was told of it, and a failure tells more. An errand says nothing of what its instance has. What was to be
 * sent again and was not is told.
 */
export function driftAfter(
  from: RosterEntry | undefined,
  change: { readonly status: RosterStatus; readonly reason: string; readonly drift?: string },
): string {
  if (change.drift !== undefined) return change.drift;
  if (from?.drift === undefined || change.status === 'failed') return '';
  const hasRun = from.status === 'commanded' && !isErrandInHand(from.errand);
  if (hasRun && (change.status === 'onboarded' || change.reason === 'NextAgent'))
    return writeDrifts(driftsOf(from).filter((drift) => drift.document !== from.document || !isOpen(drift)));
  if (change.status !== 'onboarded') return from.drift;
  return writeDrifts(driftsOf(from).map((drift) => (isUnsentAgain(drift, from) ? told(drift) : drift)));
}

function isOpen({ status }: Drift): boolean {
  return status === 'told' || status === 'back';
}

/** True for a drift whose document was to be sent again, and an entry that comes to rest without that. */
function isUnsentAgain(
  { document, status, sentAtMs = 0 }: Drift,
  { agents, sentAt = 0 }: RosterEntry,
): boolean {
  if (status !== 'sent') return false;
  const agent = agents?.find((one) => one.document === document);
  return (agent === undefined ? sentAt : agent.changedAt) < sentAtMs;
}

function told({ sentAtMs: _, ...drift }: Drift): Drift {
  return { ...drift, status: 'told' };
}
