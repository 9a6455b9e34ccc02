import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { protectionLength } from './tag-protection.ts';
import { targetTagKeys } from './target-tags.ts';

/** What IAM takes for a managed policy (IAM user guide, quotas). */
const policyLengthMax = 6144;

/** Tags to protect that are too many for one policy; most come from other sections, so it shows here only. */
export const findAccessMistakes: ConfigCheck = (_outline, settings) => settings.flatMap(findLongPolicy);

function findLongPolicy(settings: Settings): string[] {
  if (settings.access === null) return [];
  const { protectedTags } = settings.access;
  const keys = targetTagKeys(settings, protectedTags.keys);
  const length = protectionLength({ ...protectedTags, keys });
  if (length <= policyLengthMax) return [];
  const { exceptRoles } = protectedTags;
  return [
    `access.protectedTags: received ${keys.length} tag keys of the whole configuration and ${exceptRoles.length} ` +
      `exceptRoles, a policy of ${length} characters; allowed: ${policyLengthMax}, the limit of IAM`,
  ];
}
