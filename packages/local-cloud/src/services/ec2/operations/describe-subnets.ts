import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { Subnet } from '../network-model.ts';
import { renderSubnet } from '../network-render.ts';

/** DescribeSubnets. */
export function describeSubnets({ network: { subnets }, host }: Ec2World) {
  const listing: Listing<Subnet, Sdk.Subnet, Sdk.DescribeSubnetsRequest> = {
    operation: 'DescribeSubnets',
    member: 'Subnets',
    resources: () => subnets.values(),
    idOf: (subnet) => subnet.subnetId,
    idsOf: (input) => input.SubnetIds,
    notFound: ['InvalidSubnetID.NotFound', 'subnet ID'],
    malformed: ['InvalidSubnetID.Malformed', 'subnet'],
    readers: {
      'subnet-id': (subnet) => subnet.subnetId,
      'vpc-id': (subnet) => subnet.vpcId,
      'availability-zone': (subnet) => subnet.availabilityZone,
    },
    render: (subnet) => renderSubnet(subnet, host.accountId),
    page: { min: 5, max: 1000, words: 'MaxResults', ids: 'SubnetIds' },
  };
  return describeResources(listing, host);
}
