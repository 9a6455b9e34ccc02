import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { findPolicy } from '../find-policy.ts';
import { type IamWorld, tellProfiles } from '../iam-world.ts';

/** AttachRolePolicy: gives a managed policy to a role. It takes effect at once. */
export function attachRolePolicy(world: IamWorld): Operation<AttachRolePolicyRequest, object> {
  const { directory, access } = world;
  return {
    authorize: ({ RoleName: roleName = '', PolicyArn: arn = '' }) => [
      {
        action: 'iam:AttachRolePolicy',
        resource: directory.roleArn(roleName),
        conditions: { 'iam:PolicyARN': arn },
      },
    ],
    run({ RoleName: roleName = '', PolicyArn: policyArn = '' }) {
      const role = directory.role(roleName);
      const { document } = findPolicy(directory, policyArn);
      if (role.attachedPolicyArns.has(policyArn)) return {};
      role.attachedPolicyArns.add(policyArn);
      access.attachToRole(role.arn, policyArn, document);
      tellProfiles(world, roleName);
      return {};
    },
  };
}
