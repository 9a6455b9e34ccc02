import type { EntryOf, RosterEntry } from '../roster/roster-entry.ts';

/** What an entry notes when a roll-out takes it up: which one, and the versions that its instance is to get. */
export interface TakenUp {
  readonly rolloutId: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** The note as the text that an entry holds: `2026-01-31-1 Muster-InstallAgentLinux:5`. */
export function writeTakenUp({ rolloutId, versions }: TakenUp): string {
  return [rolloutId, ...Object.entries(versions).map(([document, version]) => `${document}:${version}`)].join(
    ' ',
  );
}

/** The note of an entry; undefined when no roll-out has taken it up. */
export function readTakenUp(text: string | undefined): TakenUp | undefined {
  const [rolloutId, ...pairs] = text?.split(' ') ?? [];
  if (rolloutId === undefined || rolloutId === '') return undefined;
  return { rolloutId, versions: Object.fromEntries(pairs.flatMap(readPair)) };
}

/**
 * True for an entry that a roll-out took up and that has been sent nothing since: its instance still has what it was
 * onboarded with. A claim of it is such an entry too: until its command is recorded, or after it expired without one.
 */
export function isUnsent(
  entry: RosterEntry | undefined,
): entry is EntryOf<'waiting' | 'claimed' | 'unmanaged'> {
  if (entry?.onboardedAt === undefined) return false;
  return entry.status === 'waiting' || entry.status === 'claimed' || entry.status === 'unmanaged';
}

/** The version that the order of a claim sends. The claim of a roll-out still names the one that its instance has. */
export function versionOfOrder(claim: EntryOf<'claimed'>): Pick<RosterEntry, 'documentVersion'> {
  const { rollout, document = '' } = claim;
  const versions = readTakenUp(rollout)?.versions ?? {};
  const documentVersion = Object.hasOwn(versions, document) ? versions[document] : claim.documentVersion;
  return documentVersion === undefined ? {} : { documentVersion };
}

/** A document may be an ARN. So the version is what follows the last colon. */
function readPair(pair: string): [string, string][] {
  const end = pair.lastIndexOf(':');
  return end <= 0 ? [] : [[pair.slice(0, end), pair.slice(end + 1)]];
}
