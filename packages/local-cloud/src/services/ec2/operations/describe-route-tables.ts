import type * as Sdk from '@aws-sdk/client-ec2';
import { describeResources, type Listing } from '../describe-resources.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { RouteTable } from '../network-model.ts';
import { renderRouteTable } from '../network-render.ts';

/** DescribeRouteTables. */
export function describeRouteTables({ network: { routeTables, vpcs }, host }: Ec2World) {
  const listing: Listing<RouteTable, Sdk.RouteTable, Sdk.DescribeRouteTablesRequest> = {
    operation: 'DescribeRouteTables',
    member: 'RouteTables',
    resources: () => routeTables.values(),
    idOf: (table) => table.routeTableId,
    idsOf: (input) => input.RouteTableIds,
    notFound: ['InvalidRouteTableID.NotFound', 'routeTable ID'],
    malformed: ['InvalidRouteTableId.Malformed', 'rtb'],
    readers: {
      'route-table-id': (table) => table.routeTableId,
      'vpc-id': (table) => table.vpcId,
      'association.main': (table) => String(table.isMain),
      'association.subnet-id': (table) => table.subnetIds,
    },
    render: (table) => renderRouteTable(table, vpcs.get(table.vpcId), host.accountId),
    page: { min: 5, max: 100, words: 'MaxResults', ids: 'RouteTableIds' },
  };
  return describeResources(listing, host);
}
