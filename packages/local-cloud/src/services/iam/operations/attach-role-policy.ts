import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { findPolicy } from '../find-policy.ts';
import { type IamWorld, tellProfiles } from '../iam-world.ts';
import { onRole } from '../on-role.ts';
import { refuseUnmodifiable } from '../unmodifiable-role.ts';

/** Managed policies of one role (IAM quota). An account may ask for more. */
const policiesMax = 10;

/** AttachRolePolicy: gives a managed policy to a role. It takes effect at once. */
export function attachRolePolicy(world: IamWorld): Operation<AttachRolePolicyRequest, object> {
  const { directory, access } = world;
  return {
    authorize: ({ RoleName: roleName = '', PolicyArn: arn = '' }) => [
      onRole(directory, 'iam:AttachRolePolicy', roleName, { 'iam:PolicyARN': arn }),
    ],
    run({ RoleName: roleName = '', PolicyArn: policyArn = '' }) {
      const role = directory.role(roleName);
      refuseUnmodifiable(role);
      const { document } = findPolicy(directory, policyArn);
      if (role.attachedPolicyArns.has(policyArn)) return {};
      if (role.attachedPolicyArns.size >= policiesMax) {
        const message = `Cannot exceed quota for PoliciesPerRole: ${policiesMax}`;
        throw new ServiceError('LimitExceeded', message, { statusCode: 409 });
      }
      role.attachedPolicyArns.add(policyArn);
      access.attachToRole(role.arn, policyArn, document);
      tellProfiles(world, roleName);
      return {};
    },
  };
}
