import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { renderRole } from '../render-iam.ts';

/** GetRole. */
export function getRole(directory: IamDirectory): Operation<Sdk.GetRoleRequest, Sdk.GetRoleResponse> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [
      { action: 'iam:GetRole', resource: directory.roleArn(roleName) },
    ],
    run: ({ RoleName: roleName = '' }) => ({ Role: renderRole(directory.role(roleName)) }),
  };
}
