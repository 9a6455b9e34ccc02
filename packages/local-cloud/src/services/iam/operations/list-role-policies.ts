import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';
import { onRole } from '../on-role.ts';

/** ListRolePolicies: the names of the inline policies of a role. */
export function listRolePolicies(
  directory: IamDirectory,
): Operation<Sdk.ListRolePoliciesRequest, Sdk.ListRolePoliciesResponse> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [onRole(directory, 'iam:ListRolePolicies', roleName)],
    run(input) {
      const names = [...directory.role(input.RoleName ?? '').inlinePolicies.keys()].sort();
      const { page, next } = iamPage(names, input, input.RoleName);
      return { PolicyNames: page, ...next };
    },
  };
}
