import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { renderProfile } from '../render-iam.ts';

/** GetInstanceProfile. */
export function getInstanceProfile(
  directory: IamDirectory,
): Operation<Sdk.GetInstanceProfileRequest, Sdk.GetInstanceProfileResponse> {
  return {
    authorize: ({ InstanceProfileName: profileName = '' }) => [
      { action: 'iam:GetInstanceProfile', resource: directory.profileArn(profileName) },
    ],
    run: ({ InstanceProfileName: profileName = '' }) => ({
      InstanceProfile: renderProfile(directory, profileName),
    }),
  };
}
