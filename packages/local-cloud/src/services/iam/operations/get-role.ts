import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { onRole } from '../on-role.ts';
import { type BoundedRole, renderBoundedRole, renderTags } from '../render-iam.ts';

/** GetRole. Lists of roles show neither what bounds a role nor its tags (IAM API reference, Role). */
export function getRole(directory: IamDirectory): Operation<Sdk.GetRoleRequest, { Role: BoundedRole }> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [onRole(directory, 'iam:GetRole', roleName)],
    run({ RoleName: roleName = '' }) {
      const role = directory.role(roleName);
      const tags = role.tags.size === 0 ? {} : { Tags: renderTags(role) };
      return { Role: { ...renderBoundedRole(role), ...tags } };
    },
  };
}
