import {
  DescribeVpcAttributeCommand,
  type EC2Client,
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { NetworkEvidence } from '../../domain/diagnosis/network-evidence.ts';
import type { SecurityGroupEvidence } from '../../domain/diagnosis/security-group.ts';
import type { Instance } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';
import { type Attempts, distinct } from './attempts.ts';
import { readSecurityGroup } from './network-shapes.ts';
import { readVpc, type VpcParts } from './vpc-shapes.ts';

/** What reading the evidence of networks needs. */
export interface NetworkReader {
  readonly ec2: EC2Client;
  readonly attempts: Attempts;
}

/**
 * Each VPC takes one call, besides those for all of them. An account has 5 VPCs a region unless it asks for
 * more (Amazon VPC quotas).
 */
const vpcsMax = 100;

/** Reads the VPCs of the instances, and the security groups of the instances and of their VPCs' endpoints. */
export async function readNetwork(
  instances: readonly Instance[],
  reader: NetworkReader,
): Promise<NetworkEvidence> {
  const ids = instances.map(({ vpcId }) => vpcId);
  const vpcIds = distinct(ids, { max: vpcsMax, what: 'VPCs', attempts: reader.attempts });
  const [parts, answersDns] = await Promise.all([
    readParts(vpcIds, reader),
    mapConcurrently(vpcIds, callsAtOnce, (vpcId) => readDns(vpcId, reader)),
  ]);
  const vpcs = vpcIds.map((vpcId, index) => readVpc(vpcId, { ...parts, answersDns: answersDns[index] }));
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

/** What lies in the VPCs, by one call for each kind and page. */
async function readParts(vpcIds: string[], { ec2: client, attempts }: NetworkReader): Promise<VpcParts> {
  const config = { client, pageSize: limits.networkPageMax };
  // The paginators write into what they are given, so each gets a filter of its own.
  const filter = () => filterBy('vpc-id', vpcIds);
  const [endpoints, routeTables, subnets, networkAcls] = await Promise.all([
    attempts.attempt('VPC endpoints', () =>
      readPages(paginateDescribeVpcEndpoints(config, filter()), (page) => page.VpcEndpoints),
    ),
    attempts.attempt('route tables', () =>
      readPages(
        paginateDescribeRouteTables({ client, pageSize: limits.routeTablesPerPageMax }, filter()),
        (page) => page.RouteTables,
      ),
    ),
    attempts.attempt('subnets', () =>
      readPages(paginateDescribeSubnets(config, filter()), (page) => page.Subnets),
    ),
    attempts.attempt('network ACLs', () =>
      readPages(paginateDescribeNetworkAcls(config, filter()), (page) => page.NetworkAcls),
    ),
  ]);
  return { endpoints, routeTables, subnets, networkAcls };
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
