import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { missing } from '../iam-directory.ts';
import { type IamWorld, tellProfiles } from '../iam-world.ts';

/** DetachRolePolicy: takes a managed policy from a role. It takes effect at once. */
export function detachRolePolicy(world: IamWorld): Operation<DetachRolePolicyRequest, object> {
  const { directory, access } = world;
  return {
    authorize: ({ RoleName: roleName = '', PolicyArn: arn = '' }) => [
      {
        action: 'iam:DetachRolePolicy',
        resource: directory.roleArn(roleName),
        conditions: { 'iam:PolicyARN': arn },
      },
    ],
    run({ RoleName: roleName = '', PolicyArn: policyArn = '' }) {
      const role = directory.role(roleName);
      if (!role.attachedPolicyArns.delete(policyArn)) missing(`Policy ${policyArn} was not found.`);
      access.detachFromRole(role.arn, policyArn);
      tellProfiles(world, roleName);
      return {};
    },
  };
}
