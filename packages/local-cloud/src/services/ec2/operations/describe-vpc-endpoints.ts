import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { Endpoint } from '../network-model.ts';
import { renderEndpoint } from '../network-render.ts';

/** DescribeVpcEndpoints. The endpoints in a VPC of another account are not shown. */
export function describeVpcEndpoints({ network, host }: Ec2World) {
  const listing: Listing<Endpoint, ReturnType<typeof renderEndpoint>, Sdk.DescribeVpcEndpointsRequest> = {
    operation: 'DescribeVpcEndpoints',
    member: 'VpcEndpoints',
    resources: () =>
      [...network.endpoints.values()].filter(({ vpcId }) => network.ownerOf(vpcId) === undefined),
    idOf: (endpoint) => endpoint.vpcEndpointId,
    idsOf: (input) => input.VpcEndpointIds,
    notFound: ['InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
    malformed: ['InvalidVpcEndpointId.Malformed', 'vpce'],
    readers: {
      'vpc-endpoint-id': (endpoint) => endpoint.vpcEndpointId,
      'vpc-id': (endpoint) => endpoint.vpcId,
      'service-name': (endpoint) => endpoint.serviceName,
      'vpc-endpoint-type': (endpoint) => endpoint.type,
      'vpc-endpoint-state': (endpoint) => endpoint.state,
    },
    render: (endpoint) =>
      renderEndpoint(endpoint, host.accountId, (id) => network.securityGroups.get(id)?.groupName),
    page: { min: 1, max: 1000, words: 'MaxResults', ids: 'VpcEndpointIds' },
  };
  return describeResources(listing, host);
}
