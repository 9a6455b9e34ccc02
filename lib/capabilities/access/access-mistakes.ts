import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { protectionLength } from './tag-protection.ts';
import { targetTagKeys } from './target-tags.ts';

/** The longest managed policy that IAM accepts (IAM user guide, quotas). */
const policyLengthMax = 6144;

/**
 * Too many tags to protect for one policy. Most of them come from other sections, so this shows only here.
 */
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
