import { Stack } from 'aws-cdk-lib';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { MusterFunction, Permission } from '../../constructs/muster-function.ts';

/**
 * The right to find out why instances are not managed: their instance profiles, the policies of roles, the
 * setting of Default Host Management, and the networks. It is read-only.
 */
export function grantDiagnosis(diagnosing: MusterFunction): void {
  const permissions = permissionsIn(Stack.of(diagnosing));
  for (const { actions, resources } of permissions) diagnosing.allow(actions, resources);
  acknowledgeWildcards(
    diagnosing,
    permissions.flatMap(({ resources }) => resources).filter((resource) => resource.endsWith('/*')),
    'Any of them may be what keeps an instance from being managed; they are only read.',
  );
}

function permissionsIn({ partition, region, account }: Stack): readonly Permission[] {
  const iam = `arn:${partition}:iam::${account}`;
  const setting = 'ssm/managed-instance/default-ec2-instance-management-role';
  return [
    {
      actions: ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints'],
      resources: ['*'],
    },
    { actions: ['ec2:DescribeVpcAttribute'], resources: [`arn:${partition}:ec2:${region}:${account}:vpc/*`] },
    { actions: ['iam:GetInstanceProfile'], resources: [`${iam}:instance-profile/*`] },
    {
      actions: ['iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
      resources: [`${iam}:role/*`],
    },
    {
      actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
      resources: [`${iam}:policy/*`, `arn:${partition}:iam::aws:policy/*`],
    },
    {
      actions: ['ssm:GetServiceSetting'],
      resources: [`arn:${partition}:ssm:${region}:${account}:servicesetting/${setting}`],
    },
  ];
}
