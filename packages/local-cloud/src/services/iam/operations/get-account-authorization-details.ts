import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { IamDirectory, Role } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';
import {
  type BoundedRole,
  encodeDocument,
  nameIn,
  renderBoundedRole,
  renderProfile,
  renderTags,
} from '../render-iam.ts';

type RoleDetail = Omit<Sdk.RoleDetail, 'PermissionsBoundary'> & Pick<BoundedRole, 'PermissionsBoundary'>;

/** GetAccountAuthorizationDetails of roles: each with its policies, instance profiles and tags, by name. */
export function getAccountAuthorizationDetails(directory: IamDirectory): Operation<
  Sdk.GetAccountAuthorizationDetailsRequest,
  Omit<Sdk.GetAccountAuthorizationDetailsResponse, 'RoleDetailList'> & {
    readonly RoleDetailList: readonly RoleDetail[];
  }
> {
  return {
    authorize: () => [{ action: 'iam:GetAccountAuthorizationDetails', resource: '*' }],
    run(input) {
      if (input.Filter?.join() !== 'Role')
        throw new NotEmulatedError('GetAccountAuthorizationDetails of other entities than roles');
      const sorted = [...directory.roles].sort((one, other) => (one.roleName < other.roleName ? -1 : 1));
      const { page, next } = iamPage(sorted, input, 'Role');
      const RoleDetailList = page.map((role) => renderDetail(directory, role));
      return { UserDetailList: [], GroupDetailList: [], RoleDetailList, Policies: [], ...next };
    },
  };
}

function renderDetail(directory: IamDirectory, role: Role): RoleDetail {
  const profiles = directory.profiles.filter(({ roleName }) => roleName === role.roleName);
  return {
    ...renderBoundedRole(role),
    InstanceProfileList: profiles.map(({ profileName }) => renderProfile(directory, profileName)),
    RolePolicyList: [...role.inlinePolicies].map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: encodeDocument(document),
    })),
    AttachedManagedPolicies: [...role.attachedPolicyArns].map((arn) => ({
      PolicyName: nameIn(arn),
      PolicyArn: arn,
    })),
    Tags: renderTags(role),
  };
}
