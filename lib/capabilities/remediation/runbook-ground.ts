import type { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

/** What the onboarding has made and the runbooks use. */
export interface RunbookGround {
  readonly profileArn: string;
  readonly profileName: string;
  readonly roleName: string;
  readonly launchQueueUrl: string;
}

/** What the stack of the onboarding has exported. */
export function readGround(stack: Stack, parameterPath: string): RunbookGround {
  const read = (name: string) => StringParameter.valueForStringParameter(stack, `${parameterPath}/${name}`);
  return {
    profileArn: read('instance-access/instance-profile-arn'),
    profileName: read('instance-access/instance-profile-name'),
    roleName: read('instance-access/role-name'),
    launchQueueUrl: read('onboarding/launch-queue-url'),
  };
}
