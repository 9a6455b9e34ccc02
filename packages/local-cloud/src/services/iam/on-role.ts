import { tagConditions } from '../../core/iam/tag-conditions.ts';
import type { Authorization } from '../../core/service.ts';
import type { IamDirectory } from './iam-directory.ts';

/** The question whether a caller may do something with a role: IAM knows the tags of the role. */
export function onRole(
  directory: IamDirectory,
  action: string,
  roleName: string,
  conditions: Authorization['conditions'] = {},
): Authorization {
  const tags = Object.fromEntries(directory.findRole(roleName)?.tags ?? []);
  return {
    action,
    resource: directory.roleArn(roleName),
    conditions: { ...tagConditions(tags, ['aws:ResourceTag', 'iam:ResourceTag']), ...conditions },
  };
}
