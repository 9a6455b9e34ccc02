import type { PlatformType } from '../fleet/instance.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';

/**
 * True for an instance whose system is among those that a document is for, and for one of which the roster does not know the
 * system. The roster has the name of a system (`Ubuntu`), and a document the type (`Linux`).
 */
export function isForPlatform(
  { platform }: Pick<RosterEntry, 'platform'>,
  platformTypes: readonly string[] = [],
): boolean {
  if (platform === undefined || platformTypes.length === 0) return true;
  return platformTypes.includes(typeOf(platform));
}

/** The platform type of a system, as Systems Manager has both: an agent on FreeBSD reports the type Linux. */
function typeOf(platformName: string): PlatformType {
  if (/windows/i.test(platformName)) return 'Windows';
  return /^mac ?os/i.test(platformName) ? 'MacOS' : 'Linux';
}
