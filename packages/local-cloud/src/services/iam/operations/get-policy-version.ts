import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { findPolicy } from '../find-policy.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { missing } from '../iam-directory.ts';
import { encodeDocument, versionId } from '../render-iam.ts';

/** GetPolicyVersion: there is one version of each managed policy. */
export function getPolicyVersion(
  directory: IamDirectory,
): Operation<Sdk.GetPolicyVersionRequest, Sdk.GetPolicyVersionResponse> {
  return {
    authorize: ({ PolicyArn: arn = '*' }) => [{ action: 'iam:GetPolicyVersion', resource: arn }],
    run({ PolicyArn: arn = '', VersionId: asked }) {
      const { document, createdMs } = findPolicy(directory, arn);
      if (asked !== versionId) missing(`Policy ${arn} version ${asked} does not exist or is not attachable.`);
      return {
        PolicyVersion: {
          VersionId: versionId,
          IsDefaultVersion: true,
          Document: encodeDocument(document),
          CreateDate: new Date(createdMs),
        },
      };
    },
  };
}
