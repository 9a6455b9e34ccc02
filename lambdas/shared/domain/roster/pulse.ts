import { leaseMarginSeconds } from './lease.ts';

/**
 * A stretch of time in which commands may have been sent that the roster does not know, in epoch milliseconds. Nothing
 * is sent before `untilMs`: by then every call that worked with another table has ended, and Systems Manager shows what it
 * sent. After that, whoever is about to get a document is first looked for among the commands of the gap.
 */
export interface Gap {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The pulse of the roster: one item of the table that every call keeps fresh. `tableId` is the table in which it was
 * written; a restored table is another one. Every command from before `atMs` is in the roster, but for those of the gap.
 * `firstAtMs` is when the roster began.
 */
export interface Pulse {
  readonly tableId: string;
  readonly atMs: number;
  readonly firstAtMs: number;
  readonly gap?: Gap;
}

/** When the entries of a table changed for the first time and for the last time, in epoch milliseconds. */
export interface Changes {
  readonly firstMs: number;
  readonly latestMs: number;
}

/** What a call finds before it sends. */
export interface PulseKnowledge {
  readonly pulse: Pulse | undefined;
  readonly tableId: string;
  /** When this table was made. */
  readonly createdAtMs: number;
  /** The changes of the entries, where there is no pulse; undefined in an empty table. */
  readonly changes: Changes | undefined;
  /** How long a claim keeps others from sending: see `leaseMarginSeconds`. */
  readonly claimLeaseMs: number;
  readonly nowMs: number;
}

/** A pulse is written anew when it is older than this. */
const freshMs = 4 * 60_000;
/**
 * A pulse that is older than this is of a roster that nobody has used. Another one may have been in use, and may have sent.
 * A recheck is an hour away at most; two of them may be missed.
 */
const restedMs = 3 * 60 * 60_000;
/** Systems Manager forgets commands after 30 days. */
const forgottenMs = 30 * 24 * 60 * 60_000;

/** What to write, if anything, and the gap that counts now. */
export interface PulsePlan {
  readonly write: Pulse | undefined;
  readonly gap: Gap | undefined;
}

/**
 * Decides whether the roster is the one that all commands went through. It is not when the table was restored from an
 * earlier moment, or was not in use for hours. Then a gap opens: it begins when the roster was last known to be whole.
 */
export function planPulse({
  pulse,
  tableId,
  createdAtMs,
  changes,
  claimLeaseMs,
  nowMs,
}: PulseKnowledge): PulsePlan {
  // Without a pulse nobody knows until when the roster was whole: a write that was under way may have come after a restore.
  const sinceMs = pulse?.atMs ?? changes?.firstMs;
  // A table is not restored to a time before its first entry. One that was made before that is the first one.
  const firstAtMs = pulse?.firstAtMs ?? Math.min(createdAtMs, changes?.firstMs ?? createdAtMs);
  const isFirst = pulse === undefined && isInFirstUse(changes, createdAtMs, nowMs);
  const isWhole = isFirst || (pulse?.tableId === tableId && nowMs - pulse.atMs <= restedMs);
  const kept = pulse?.gap !== undefined && nowMs - pulse.gap.untilMs < forgottenMs ? pulse.gap : undefined;
  if (isWhole || sinceMs === undefined) {
    const isFresh = pulse !== undefined && nowMs - pulse.atMs < freshMs;
    const next = pulseOf({ tableId, atMs: nowMs, firstAtMs }, kept);
    return { write: isFresh ? undefined : next, gap: kept };
  }
  const fromMs = Math.min(sinceMs - leaseMarginSeconds * 1000, kept?.fromMs ?? Number.POSITIVE_INFINITY);
  const gap = { fromMs, untilMs: nowMs + claimLeaseMs };
  return { write: pulseOf({ tableId, atMs: nowMs, firstAtMs }, gap), gap };
}

/** True for a table without a pulse that is empty, or in use, and older than all that is in it. A restored one is younger. */
function isInFirstUse(changes: Changes | undefined, createdAtMs: number, nowMs: number): boolean {
  if (changes === undefined) return true;
  return changes.firstMs >= createdAtMs && nowMs - changes.latestMs <= restedMs;
}

function pulseOf(pulse: Pulse, gap: Gap | undefined): Pulse {
  return gap === undefined ? pulse : { ...pulse, gap };
}

/** True while nothing may be sent. */
export function isHeld(gap: Gap | undefined, nowMs: number): boolean {
  return gap !== undefined && nowMs < gap.untilMs;
}
