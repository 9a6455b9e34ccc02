import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { missing } from '../iam-directory.ts';
import { onRole } from '../on-role.ts';
import { encodeDocument } from '../render-iam.ts';

/** GetRolePolicy: an inline policy of a role. */
export function getRolePolicy(
  directory: IamDirectory,
): Operation<Sdk.GetRolePolicyRequest, Sdk.GetRolePolicyResponse> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [onRole(directory, 'iam:GetRolePolicy', roleName)],
    run({ RoleName: roleName = '', PolicyName: policyName = '' }) {
      const { inlinePolicies } = directory.role(roleName);
      const document =
        inlinePolicies.get(policyName) ?? missing(`The role policy with name ${policyName} cannot be found.`);
      return { RoleName: roleName, PolicyName: policyName, PolicyDocument: encodeDocument(document) };
    },
  };
}
