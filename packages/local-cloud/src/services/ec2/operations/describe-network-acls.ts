import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { NetworkAcl } from '../network-model.ts';
import { renderNetworkAcl } from '../network-render.ts';

/** DescribeNetworkAcls. */
export function describeNetworkAcls({ network, host }: Ec2World) {
  const ownerOf = ({ vpcId }: NetworkAcl) => network.ownerOf(vpcId) ?? host.accountId;
  const listing: Listing<NetworkAcl, Sdk.NetworkAcl, Sdk.DescribeNetworkAclsRequest> = {
    operation: 'DescribeNetworkAcls',
    member: 'NetworkAcls',
    resources: () => network.networkAcls.values(),
    idOf: (acl) => acl.networkAclId,
    idsOf: (input) => input.NetworkAclIds,
    notFound: ['InvalidNetworkAclID.NotFound', 'networkAcl ID'],
    malformed: ['InvalidNetworkAclId.Malformed', 'acl'],
    readers: {
      'network-acl-id': (acl) => acl.networkAclId,
      'vpc-id': (acl) => acl.vpcId,
      'owner-id': ownerOf,
      default: (acl) => String(acl.isDefault),
      'association.subnet-id': (acl) => network.subnetsOf(acl),
    },
    render: (acl) => renderNetworkAcl(acl, network.subnetsOf(acl), ownerOf(acl)),
    page: { min: 5, max: 1000, words: 'MaxResults', ids: 'NetworkAclIds' },
  };
  return describeResources(listing, host);
}
