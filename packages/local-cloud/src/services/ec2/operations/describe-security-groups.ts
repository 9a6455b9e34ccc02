import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { SecurityGroup } from '../network-model.ts';
import { renderSecurityGroup } from '../network-render.ts';

/** DescribeSecurityGroups. */
export function describeSecurityGroups({ network: { securityGroups }, host }: Ec2World) {
  const listing: Listing<SecurityGroup, Sdk.SecurityGroup, Sdk.DescribeSecurityGroupsRequest> = {
    operation: 'DescribeSecurityGroups',
    member: 'SecurityGroups',
    resources: () => securityGroups.values(),
    idOf: (group) => group.groupId,
    idsOf: (input) => input.GroupIds,
    notFound: ['InvalidGroup.NotFound', 'security group'],
    malformed: ['InvalidGroupId.Malformed', 'sg'],
    readers: {
      'group-id': (group) => group.groupId,
      'group-name': (group) => group.groupName,
      'vpc-id': (group) => group.vpcId,
    },
    render: (group) => renderSecurityGroup(group, host.accountId),
    page: { min: 5, max: 1000, words: 'maxResults', ids: 'securityGroupIdSet' },
  };
  return describeResources(listing, host);
}
