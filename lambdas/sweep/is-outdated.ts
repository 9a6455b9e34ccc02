import { isOutside } from '../shared/domain/fleet/outside.ts';
import { chooseProfile, findExclusion, reasonOfExclusion } from '../shared/domain/fleet/profile.ts';
import type { RosterStanding } from '../shared/domain/roster/roster-entry.ts';
import { isFresh, isUpNow, type Overview } from './census.ts';

/**
 * True for an entry at rest that would be decided otherwise by the present tags and configuration. Events of changed
 * tags may be lost, and no event tells of a deployment.
 *
 * A deployment gives nothing new to what is onboarded: that is a roll-out. So an onboarded entry is compared only
 * with the configuration under which it was decided.
 */
export function isOutdated(entry: RosterStanding, overview: Overview): boolean {
  if (isFresh(entry, overview)) return false;
  const { settings } = overview;
  if (settings.outside === null && isOutside(entry.instanceId)) return isToBeLeftAlone(entry);
  if (!isUpNow(entry.instanceId, overview)) return false;
  const tags = overview.tags.get(entry.instanceId) ?? {};
  const exclusion = findExclusion(settings.exclusions, tags);
  const isExcluded = exclusion !== undefined;
  const profile = chooseProfile(settings.profiles, tags);
  const isOfPresent = entry.configuration === settings.configuration;
  switch (entry.status) {
    case 'excluded':
      if (entry.reason === 'HybridOff') return true;
      if (entry.reason === 'ExcludedTooLate') return !isExcluded;
      if (entry.reason === 'ExcludedByTag' || entry.reason === 'ImageBeingBuilt')
        return entry.reason !== (exclusion && reasonOfExclusion(exclusion));
      if (entry.reason === 'NoProfileMatches') return isExcluded || profile !== undefined;
      return (
        entry.reason === 'UnsupportedPlatform' && (isExcluded || !isOfPresent || isOther(entry, profile))
      );
    case 'failed':
      return isExcluded || !isOfPresent || isOther(entry, profile);
    case 'onboarded':
      return isExcluded || (isOfPresent && profile !== undefined && isOther(entry, profile));
    case 'unmanaged':
      return isExcluded;
    default:
      return false;
  }
}

/** No node outside EC2 is looked at any more: every entry of one comes to say so, but those that are closed. */
function isToBeLeftAlone({ status, reason }: RosterStanding): boolean {
  return status !== 'gone' && status !== 'commanded' && reason !== 'HybridOff';
}

function isOther(entry: RosterStanding, profile: { readonly name: string } | undefined): boolean {
  return entry.profile !== profile?.name;
}
