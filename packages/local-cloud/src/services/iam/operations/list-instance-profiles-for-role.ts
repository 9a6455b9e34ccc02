import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { iamPage } from '../iam-page.ts';
import { onRole } from '../on-role.ts';
import { renderProfile } from '../render-iam.ts';

/** ListInstanceProfilesForRole: the instance profiles that contain a role. */
export function listInstanceProfilesForRole(
  directory: IamDirectory,
): Operation<Sdk.ListInstanceProfilesForRoleRequest, Sdk.ListInstanceProfilesForRoleResponse> {
  return {
    authorize: ({ RoleName: roleName = '' }) => [
      onRole(directory, 'iam:ListInstanceProfilesForRole', roleName),
    ],
    run(input) {
      const { roleName } = directory.role(input.RoleName ?? '');
      const profiles = directory.profiles.filter((profile) => profile.roleName === roleName);
      const { page, next } = iamPage(profiles, input, roleName);
      return {
        InstanceProfiles: page.map(({ profileName }) => renderProfile(directory, profileName)),
        ...next,
      };
    },
  };
}
