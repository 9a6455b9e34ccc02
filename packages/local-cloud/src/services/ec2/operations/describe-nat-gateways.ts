import type * as Sdk from '@aws-sdk/client-ec2';
import type { Operation } from '../../../core/service.ts';
import { type DescribeRequest, describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { NatGateway } from '../network-model.ts';
import { renderNatGateway } from '../network-render.ts';

/** DescribeNatGateways: the only Describe call of EC2 whose filters are in `Filter`. */
export function describeNatGateways({
  network: { natGateways },
  host,
}: Ec2World): Operation<Sdk.DescribeNatGatewaysRequest> {
  const listing: Listing<NatGateway, Sdk.NatGateway, DescribeRequest & Sdk.DescribeNatGatewaysRequest> = {
    operation: 'DescribeNatGateways',
    member: 'NatGateways',
    resources: () => natGateways.values(),
    idOf: (gateway) => gateway.natGatewayId,
    idsOf: (input) => input.NatGatewayIds,
    notFound: ['NatGatewayNotFound', 'NAT gateway'],
    malformed: ['NatGatewayMalformed', 'nat'],
    readers: {
      'nat-gateway-id': (gateway) => gateway.natGatewayId,
      'vpc-id': (gateway) => gateway.vpcId,
      'subnet-id': (gateway) => gateway.subnetId,
      state: (gateway) => gateway.state,
    },
    render: renderNatGateway,
    page: { min: 5, max: 1000, words: 'model', ids: 'natGatewayIdSet' },
  };
  const operation = describeResources(listing, host);
  return {
    authorize: operation.authorize,
    run: ({ Filter: Filters, NatGatewayIds, MaxResults, NextToken, DryRun }, context) =>
      operation.run({ Filters, NatGatewayIds, MaxResults, NextToken, DryRun }, context),
  };
}
