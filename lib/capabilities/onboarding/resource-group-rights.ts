import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * The right to see who is in a resource group. Resource Groups demands of its caller what the queries of groups need
 * (API reference, ListGroupResources).
 */
export function groupStatement(): PolicyStatement {
  return new PolicyStatement({
    sid: 'ResourceGroups',
    actions: [
      ...['resource-groups:ListGroupResources', 'tag:GetResources'],
      ...['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
    ],
    resources: ['*'],
  });
}
