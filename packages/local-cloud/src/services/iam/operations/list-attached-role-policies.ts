import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';
import { onRole } from '../on-role.ts';
import { nameIn } from '../render-iam.ts';

/** ListAttachedRolePolicies: the managed policies of a role. */
export function listAttachedRolePolicies(
  directory: IamDirectory,
): Operation<Sdk.ListAttachedRolePoliciesRequest, Sdk.ListAttachedRolePoliciesResponse> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [onRole(directory, 'iam:ListAttachedRolePolicies', roleName)],
    run(input) {
      if (input.PathPrefix !== undefined)
        throw new NotEmulatedError('PathPrefix of ListAttachedRolePolicies');
      const arns = [...directory.role(input.RoleName ?? '').attachedPolicyArns];
      const { page, next } = iamPage(arns, input, input.RoleName);
      return { AttachedPolicies: page.map((arn) => ({ PolicyName: nameIn(arn), PolicyArn: arn })), ...next };
    },
  };
}
