import type { EntryOf, RosterEntry, RosterStatus } from './roster-entry.ts';

/**
 * Where an errand stands on an instance.
 * `open`: a roll-out has taken the instance up for it, and nothing of it is under way.
 * `sent`: its command is under way.
 * `done`, `failed`: it is over.
 */
export const errandStatuses = ['open', 'sent', 'done', 'failed'] as const;
export type ErrandStatus = (typeof errandStatuses)[number];

/**
 * The latest errand of an instance: a document that a roll-out sends once, and that changes nothing of what the instance
 * has by its profile. `changedAt` is when it came to its status, in epoch milliseconds.
 */
export interface Errand {
  readonly rolloutId: string;
  readonly document: string;
  readonly documentVersion: string;
  readonly status: ErrandStatus;
  readonly changedAt: number;
  /** Why it failed: a `ReasonCode`, or a code of another version of Muster. */
  readonly reason?: string;
}

/** An errand as the text that an entry holds: `2026-01-31-1 AWS-UpdateSSMAgent:1 failed 1769817600000 ScriptFailed`. */
export function writeErrand(errand: Errand): string {
  const { rolloutId, document, documentVersion, status, changedAt, reason } = errand;
  const told = [rolloutId, `${document}:${documentVersion}`, status, changedAt];
  return [...told, ...(reason === undefined ? [] : [reason])].join(' ');
}

/** The errand of an entry; undefined when it never had one, or when another version of Muster wrote it in another form. */
export function errandOf(entry: Pick<RosterEntry, 'errand'> | undefined): Errand | undefined {
  return readErrand(entry?.errand);
}

function readErrand(text = ''): Errand | undefined {
  const [, rolloutId, document, documentVersion, status, time, reason] =
    /^(\S+) (\S+):(\S+) (\S+) (\d+)(?: (\w+))?$/.exec(text) ?? [];
  const known = errandStatuses.find((one) => one === status);
  if (rolloutId === undefined || document === undefined || documentVersion === undefined) return undefined;
  if (known === undefined) return undefined;
  return {
    ...{ rolloutId, document, documentVersion, status: known, changedAt: Number(time) },
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The errand that an entry waits with, or is claimed for; undefined when it has none in hand. */
export function openErrand(entry: RosterEntry | undefined): Errand | undefined {
  const errand = errandOf(entry);
  const isOpen = entry?.status === 'waiting' || entry?.status === 'claimed' || entry?.status === 'unmanaged';
  return isOpen && errand?.status === 'open' ? errand : undefined;
}

/** The errand whose command an entry awaits, also while its instance is stopped; undefined when it awaits none. */
export function sentErrand(entry: RosterEntry | undefined): Errand | undefined {
  const errand = errandOf(entry);
  const isAwaited = entry?.status === 'commanded' || entry?.status === 'gone';
  return isAwaited && errand?.status === 'sent' ? errand : undefined;
}

/** What an entry says once the command of its errand exists; nothing for the claim of anything else. */
export function errandSentBy(claim: EntryOf<'claimed'>, nowMs: number): Pick<RosterEntry, 'errand'> {
  const errand = openErrand(claim);
  return errand === undefined ? {} : { errand: writeErrand({ ...errand, status: 'sent', changedAt: nowMs }) };
}

/** True for the text of an errand that is not over. */
export function isErrandInHand(text: string | undefined): boolean {
  const status = readErrand(text)?.status;
  return status === 'open' || status === 'sent';
}

/** True when an errand is forgotten by a move, unless the move says otherwise: it has no end, and nothing is under way. */
export function isErrandDropped(from: RosterEntry | undefined, to: RosterStatus): boolean {
  const status = errandOf(from)?.status;
  if (status === 'open') return to === 'onboarded' || to === 'failed' || to === 'excluded' || to === 'gone';
  return status === 'sent' && to !== 'commanded' && to !== 'gone';
}
