import type * as Sdk from '@aws-sdk/client-iam';
import type { Operation } from '../../../core/service.ts';
import { findPolicy } from '../find-policy.ts';
import type { IamDirectory } from '../iam-directory.ts';
import { renderPolicy } from '../render-iam.ts';

/** GetPolicy: a managed policy of the account or of AWS. */
export function getPolicy(directory: IamDirectory): Operation<Sdk.GetPolicyRequest, Sdk.GetPolicyResponse> {
  return {
    authorize: ({ PolicyArn: arn = '*' }) => [{ action: 'iam:GetPolicy', resource: arn }],
    run: ({ PolicyArn: arn = '' }) => ({ Policy: renderPolicy(directory, findPolicy(directory, arn)) }),
  };
}
