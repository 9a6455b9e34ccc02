import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { type BoundedRole, renderBoundedRole } from '../render-iam.ts';

/** GetRole. Of the calls that show roles, this one alone shows what bounds a role (IAM API reference, Role). */
export function getRole(directory: IamDirectory): Operation<Sdk.GetRoleRequest, { Role: BoundedRole }> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [
      { action: 'iam:GetRole', resource: directory.roleArn(roleName) },
    ],
    run: ({ RoleName: roleName = '' }) => ({ Role: renderBoundedRole(directory.role(roleName)) }),
  };
}
