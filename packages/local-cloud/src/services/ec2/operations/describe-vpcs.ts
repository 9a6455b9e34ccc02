import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { Vpc } from '../network-model.ts';
import { renderVpc } from '../network-render.ts';

/** DescribeVpcs. */
export function describeVpcs({ network: { vpcs }, host }: Ec2World) {
  const listing: Listing<Vpc, Sdk.Vpc, Sdk.DescribeVpcsRequest> = {
    operation: 'DescribeVpcs',
    member: 'Vpcs',
    resources: () => vpcs.values(),
    idOf: (vpc) => vpc.vpcId,
    idsOf: (input) => input.VpcIds,
    notFound: ['InvalidVpcID.NotFound', 'vpc ID'],
    malformed: ['InvalidVpcID.Malformed', 'vpc'],
    readers: {
      'vpc-id': (vpc) => vpc.vpcId,
      cidr: (vpc) => vpc.cidrBlock,
      'owner-id': (vpc) => vpc.ownerId ?? host.accountId,
      state: () => 'available',
    },
    render: (vpc) => renderVpc(vpc, vpc.ownerId ?? host.accountId),
    page: { min: 5, max: 1000, words: 'MaxResults', ids: 'VpcIds' },
  };
  return describeResources(listing, host);
}
