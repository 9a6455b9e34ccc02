import type { ReasonCode } from './reason.ts';
import type { EntryOf, RosterEntry } from './roster-entry.ts';

/** What an instance had when a roll-out sent it a command: since when, and in which version. */
export type Had = Pick<EntryOf<'commanded'>, 'hadAt' | 'hadVersion'>;

/** The ends of an order of which nothing ran. */
const neverRun: readonly ReasonCode[] = ['Undelivered', 'DocumentRefused', 'InvocationDenied'];

/** True for an end that leaves the instance with what it had. */
export function hasNeverRun(reason: ReasonCode): boolean {
  return neverRun.includes(reason);
}

/** What the instance of a claim has, as later statuses keep it. Only the claim of a roll-out knows that. */
export function hadByClaim({ onboardedAt, documentVersion }: EntryOf<'claimed'>): Had {
  const isHeld = onboardedAt !== undefined && documentVersion !== undefined;
  return isHeld ? { hadAt: onboardedAt, hadVersion: documentVersion } : {};
}

/** What an instance has that had it before a command that never ran: the fields of an onboarded entry. */
export function whatItHad({
  hadAt: onboardedAt,
  hadVersion: documentVersion,
}: Had): Required<Pick<RosterEntry, 'onboardedAt' | 'documentVersion'>> | undefined {
  const isKnown = onboardedAt !== undefined && documentVersion !== undefined;
  return isKnown ? { onboardedAt, documentVersion } : undefined;
}
