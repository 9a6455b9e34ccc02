import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { InternetGateway } from '../network-model.ts';
import { type RenderedInternetGateway, renderInternetGateway } from '../network-render.ts';

/** DescribeInternetGateways. */
export function describeInternetGateways({ network: { internetGateways }, host }: Ec2World) {
  const listing: Listing<InternetGateway, RenderedInternetGateway, Sdk.DescribeInternetGatewaysRequest> = {
    operation: 'DescribeInternetGateways',
    member: 'InternetGateways',
    resources: () => internetGateways.values(),
    idOf: (gateway) => gateway.internetGatewayId,
    idsOf: (input) => input.InternetGatewayIds,
    notFound: ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
    malformed: ['InvalidInternetGatewayId.Malformed', 'igw'],
    readers: {
      'internet-gateway-id': (gateway) => gateway.internetGatewayId,
      'attachment.vpc-id': (gateway) => gateway.vpcId,
    },
    render: (gateway) => renderInternetGateway(gateway, host.accountId),
    page: { min: 5, max: 1000, words: 'MaxResults', ids: 'InternetGatewayIds' },
  };
  return describeResources(listing, host);
}
