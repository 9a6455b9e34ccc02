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

/** A document may be an ARN. So the version is what follows the last colon. */
function readPair(pair: string): [string, string][] {
  const end = pair.lastIndexOf(':');
  return end <= 0 ? [] : [[pair.slice(0, end), pair.slice(end + 1)]];
}
