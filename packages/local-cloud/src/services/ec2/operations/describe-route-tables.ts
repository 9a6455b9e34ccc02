import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { RouteTable } from '../network-model.ts';
import { renderRouteTable } from '../network-render.ts';

/** DescribeRouteTables. */
export function describeRouteTables({ network, host }: Ec2World) {
  const ownerOf = ({ vpcId }: RouteTable) => network.ownerOf(vpcId) ?? host.accountId;
  const listing: Listing<RouteTable, Sdk.RouteTable, Sdk.DescribeRouteTablesRequest> = {
    operation: 'DescribeRouteTables',
    member: 'RouteTables',
    resources: () => network.routeTables.values(),
    idOf: (table) => table.routeTableId,
    idsOf: (input) => input.RouteTableIds,
    notFound: ['InvalidRouteTableID.NotFound', 'routeTable ID'],
    malformed: ['InvalidRouteTableId.Malformed', 'rtb'],
    readers: {
      'route-table-id': (table) => table.routeTableId,
      'vpc-id': (table) => table.vpcId,
      'owner-id': ownerOf,
      'association.main': (table) => String(table.isMain),
      'association.subnet-id': (table) => table.subnetIds,
    },
    render: (table) => renderRouteTable(table, network.vpcs.get(table.vpcId), ownerOf(table)),
    page: { min: 5, max: 100, words: 'MaxResults', ids: 'RouteTableIds' },
  };
  return describeResources(listing, host);
}
