import {
  DescribeVpcAttributeCommand,
  type EC2Client,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
  type RouteTable,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { NetworkEvidence, VpcEvidence } from '../../domain/diagnosis/diagnose-network.ts';
import type { SecurityGroupEvidence } from '../../domain/diagnosis/security-group.ts';
import type { Instance } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';
import { type Attempts, distinct } from './attempts.ts';
import { readEndpoint, readRouteTable, readSecurityGroup } from './network-shapes.ts';

/** What reading the evidence of networks needs. */
export interface NetworkReader {
  readonly ec2: EC2Client;
  readonly attempts: Attempts;
}

/** Each VPC takes one call. An account has 5 VPCs a region unless it asks for more (Amazon VPC quotas). */
const vpcsMax = 100;

/** Reads the VPCs of the instances, and the security groups of the instances and of their VPCs' endpoints. */
export async function readNetwork(
  instances: readonly Instance[],
  reader: NetworkReader,
): Promise<NetworkEvidence> {
  const ids = instances.map(({ vpcId }) => vpcId);
  const vpcIds = distinct(ids, { max: vpcsMax, what: 'VPCs', attempts: reader.attempts });
  const [endpoints, routeTables, answersDns] = await Promise.all([
    readEndpoints(vpcIds, reader),
    readRouteTables(vpcIds, reader),
    mapConcurrently(vpcIds, callsAtOnce, (vpcId) => readDns(vpcId, reader)),
  ]);
  const vpcs = vpcIds.map(
    (vpcId, index): VpcEvidence => ({
      vpcId,
      answersDns: answersDns[index],
      endpoints: endpoints?.flatMap((endpoint) => (endpoint.VpcId === vpcId ? readEndpoint(endpoint) : [])),
      routeTables: routeTables?.flatMap((table) => (table.VpcId === vpcId ? readRouteTable(table) : [])),
    }),
  );
  const groupIds = [
    ...instances.flatMap(({ securityGroupIds = [] }) => securityGroupIds),
    ...vpcs.flatMap((vpc) => (vpc.endpoints ?? []).flatMap(({ securityGroupIds }) => securityGroupIds)),
  ];
  return {
    vpcs: new Map(vpcs.map((vpc) => [vpc.vpcId, vpc])),
    securityGroups: await readSecurityGroups([...new Set(groupIds)], reader),
  };
}

/** Asks by filter, because one unknown id would fail the whole call. */
function filterBy(Name: string, Values: string[]) {
  return { Filters: [{ Name, Values }] };
}

function readEndpoints(
  vpcIds: string[],
  { ec2, attempts }: NetworkReader,
): Promise<VpcEndpoint[] | undefined> {
  const config = { client: ec2, pageSize: limits.networkPageMax };
  return attempts.attempt('VPC endpoints', () =>
    readPages(paginateDescribeVpcEndpoints(config, filterBy('vpc-id', vpcIds)), (page) => page.VpcEndpoints),
  );
}

function readRouteTables(
  vpcIds: string[],
  { ec2, attempts }: NetworkReader,
): Promise<RouteTable[] | undefined> {
  const config = { client: ec2, pageSize: limits.routeTablesPerPageMax };
  return attempts.attempt('route tables', () =>
    readPages(paginateDescribeRouteTables(config, filterBy('vpc-id', vpcIds)), (page) => page.RouteTables),
  );
}

function readDns(VpcId: string, { ec2, attempts }: NetworkReader): Promise<boolean | undefined> {
  return attempts.attempt('DNS support of VPCs', async () => {
    const attribute = new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' });
    return (await ec2.send(attribute)).EnableDnsSupport?.Value;
  });
}

async function readSecurityGroups(
  groupIds: string[],
  { ec2, attempts }: NetworkReader,
): Promise<Map<string, SecurityGroupEvidence>> {
  const slices = chunk(groupIds, limits.valuesPerFilterMax);
  const config = { client: ec2, pageSize: limits.networkPageMax };
  const found = await mapConcurrently(slices, callsAtOnce, (ids) =>
    attempts.attempt('security groups', () =>
      readPages(
        paginateDescribeSecurityGroups(config, filterBy('group-id', ids)),
        (page) => page.SecurityGroups,
      ),
    ),
  );
  const groups = found.flatMap((some) => some ?? []);
  return new Map(groups.map((group) => [group.GroupId ?? '', readSecurityGroup(group)]));
}
