import type { Stack } from 'aws-cdk-lib';

/** The stack, and its functions, rules, schedules, roles and instance profiles, whose names begin with that of the stack. */
export function partsOfStack({ partition, region, account, stackName }: Stack) {
  const place = `${region}:${account}`;
  return [
    `arn:${partition}:cloudformation:${place}:stack/${stackName}/*`,
    `arn:${partition}:lambda:${place}:function:${stackName}-*`,
    `arn:${partition}:events:${place}:rule/${stackName}-*`,
    `arn:${partition}:scheduler:${place}:schedule/default/${stackName}-*`,
    `arn:${partition}:iam::${account}:role/${stackName}-*`,
    `arn:${partition}:iam::${account}:instance-profile/${stackName}-*`,
  ] as const;
}

/** The event source mappings of the account and region. */
export function anyMapping({ partition, region, account }: Stack): string {
  return `arn:${partition}:lambda:${region}:${account}:event-source-mapping:*`;
}

/** The setting by which Systems Manager manages every instance of the account and region. */
export function hostManagement({ partition, region, account }: Stack): string {
  const setting = 'ssm/managed-instance/default-ec2-instance-management-role';
  return `arn:${partition}:ssm:${region}:${account}:servicesetting/${setting}`;
}

/** Instances, and nodes outside EC2. */
export function anyNode({ partition, region, account }: Stack): string[] {
  return [
    `arn:${partition}:ec2:${region}:${account}:instance/*`,
    `arn:${partition}:ssm:${region}:${account}:managed-instance/*`,
  ];
}
