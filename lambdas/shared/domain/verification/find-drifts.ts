import { type Drift, driftsOf } from '../roster/drift.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { CheckAnswer } from './check-answer.ts';
import { dayMs } from './moment.ts';
import type { DriftAction } from './verification-settings.ts';

/** What a verification of one instance said. */
export interface Verified {
  /** By document. */
  readonly answers: ReadonlyMap<string, CheckAnswer>;
  /** The documents that are verified on the instance now. What was told of others counts no more. */
  readonly documents: readonly string[];
  readonly onDrift: DriftAction;
  readonly nowMs: number;
}

/**
 * The drifts of an instance after a verification. A document without an answer keeps what was told of it. The document of a
 * drift is sent again once; when the drift is there again after that, it is told, until a verification is well.
 */
export function findDrifts(entry: RosterEntry, { answers, documents, onDrift, nowMs }: Verified): Drift[] {
  const before = new Map(driftsOf(entry).map((drift) => [drift.document, drift]));
  const named = new Set([...before.keys(), ...answers.keys()]);
  return [...named].flatMap((document): Drift[] => {
    if (!documents.includes(document)) return [];
    const earlier = before.get(document);
    const answer = answers.get(document);
    if (answer?.kind === 'well') return wellAfter(earlier, nowMs);
    if (answer?.kind === 'drifted') return [drifted(document, answer.reason, earlier, { onDrift, nowMs })];
    return earlier === undefined ? [] : [earlier];
  });
}

/** A document that was sent again stays noted for a day: so long it is not sent again. */
function wellAfter(earlier: Drift | undefined, nowMs: number): Drift[] {
  if (earlier?.sentAtMs === undefined || nowMs - earlier.sentAtMs >= dayMs) return [];
  return [{ ...earlier, status: 'mended' }];
}

function drifted(
  document: string,
  reason: string,
  earlier: Drift | undefined,
  { onDrift, nowMs }: Pick<Verified, 'onDrift' | 'nowMs'>,
): Drift {
  const isNew = earlier === undefined || earlier.status === 'mended';
  const found = { document, reason, sinceMs: isNew ? nowMs : earlier.sinceMs };
  const sentAtMs = earlier?.sentAtMs;
  const isSentLately = sentAtMs !== undefined && nowMs - sentAtMs < dayMs;
  const mayBeSent = (isNew || earlier.status === 'told') && !isSentLately;
  if (onDrift === 'send' && mayBeSent) return { ...found, status: 'sent', sentAtMs: nowMs };
  return sentAtMs === undefined ? { ...found, status: 'told' } : { ...found, status: 'back', sentAtMs };
}
