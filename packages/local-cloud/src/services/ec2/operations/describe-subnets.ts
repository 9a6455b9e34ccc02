import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { Subnet } from '../network-model.ts';
import { renderSubnet } from '../network-render.ts';

/** DescribeSubnets. */
export function describeSubnets({ network, host }: Ec2World) {
  const ownerOf = ({ vpcId }: Subnet) => network.ownerOf(vpcId) ?? host.accountId;
  const listing: Listing<Subnet, Sdk.Subnet, Sdk.DescribeSubnetsRequest> = {
    operation: 'DescribeSubnets',
    member: 'Subnets',
    resources: () => network.subnets.values(),
    idOf: (subnet) => subnet.subnetId,
    idsOf: (input) => input.SubnetIds,
    notFound: ['InvalidSubnetID.NotFound', 'subnet ID'],
    malformed: ['InvalidSubnetID.Malformed', 'subnet'],
    readers: {
      'subnet-id': (subnet) => subnet.subnetId,
      'vpc-id': (subnet) => subnet.vpcId,
      'owner-id': ownerOf,
      'availability-zone': (subnet) => subnet.availabilityZone,
    },
    render: (subnet) => renderSubnet(subnet, ownerOf(subnet)),
    page: { min: 5, max: 1000, words: 'MaxResults', ids: 'SubnetIds' },
  };
  return describeResources(listing, host);
}
