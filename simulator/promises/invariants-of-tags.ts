import {
  chooseProfile,
  findExclusion,
  reasonOfExclusion,
} from '../../lambdas/shared/domain/fleet/profile.ts';
import type { Launched } from '../run/run-workload.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

/** The reasons of entries that a tag excludes. */
const reasonsOfTags = ['ExcludedByTag', 'ExcludedTooLate', 'ImageBeingBuilt'];

/**
 * FollowsTags: every instance that runs and answers is decided by the tags that it has now. An excluded one has a tag
 * that excludes it, and no other one has. What was sent is what the profile of its tags names, unless
 * a deployment changed the profiles after it was onboarded.
 */
export function checkFollowsTags(evidence: Evidence): readonly Breach[] {
  const rows = new Map(evidence.roster.map((row) => [row.instanceId, row]));
  return evidence.launched.flatMap(({ instance }): Breach[] => {
    const row = rows.get(instance.id);
    if (row === undefined || !isDecidable(instance, evidence)) return [];
    const { profiles, exclusions, configuration } = evidence.rules;
    const tags = instance.tags(evidence.cloud.timeline.nowMs);
    const says = `rests as ${row.status} (${row.reason})`;
    const exclusion = findExclusion(exclusions, tags);
    const expected = exclusion && reasonOfExclusion(exclusion);
    const isByTag = row.reason === 'ExcludedTooLate' || row.reason === expected;
    if (exclusion === undefined ? reasonsOfTags.includes(row.reason) : !isByTag)
      return [{ instanceId: instance.id, what: `${says}, and its tags are ${JSON.stringify(tags)}` }];
    const profile = chooseProfile(profiles, tags)?.name;
    // A deployment gives nothing new to what is onboarded. What failed is decided anew.
    const isSent =
      row.status === 'failed' || (row.status === 'onboarded' && row.configuration === configuration);
    if (!isSent || profile === undefined || row.profile === profile) return [];
    const what = `${says} with the profile ${row.profile}, and its tags choose ${profile}`;
    return [{ instanceId: instance.id, what }];
  });
}

/** True for an instance that runs, answers, and is nobody else's. */
function isDecidable(instance: Launched['instance'], { cloud }: Evidence): boolean {
  return (
    instance.state === 'running' &&
    instance.spec.operatorManaged === undefined &&
    instance.agent.pingStatus(cloud.timeline.nowMs) === 'Online'
  );
}
