import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { missing } from '../iam-directory.ts';
import { type IamWorld, tellProfiles } from '../iam-world.ts';
import { onRole } from '../on-role.ts';
import { refuseUnmodifiable } from '../unmodifiable-role.ts';

/** DetachRolePolicy: takes a managed policy from a role. It takes effect at once. */
export function detachRolePolicy(world: IamWorld): Operation<DetachRolePolicyRequest, object> {
  const { directory, access } = world;
  return {
    authorize: ({ RoleName: roleName = '', PolicyArn: arn = '' }) => [
      onRole(directory, 'iam:DetachRolePolicy', roleName, { 'iam:PolicyARN': arn }),
    ],
    run({ RoleName: roleName = '', PolicyArn: policyArn = '' }) {
      const role = directory.role(roleName);
      refuseUnmodifiable(role);
      if (!role.attachedPolicyArns.delete(policyArn)) missing(`Policy ${policyArn} was not found.`);
      access.detachFromRole(role.arn, policyArn);
      tellProfiles(world, roleName);
      return {};
    },
  };
}
