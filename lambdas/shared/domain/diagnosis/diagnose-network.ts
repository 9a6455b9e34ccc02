import type { Instance } from '../fleet/instance.ts';
import type { Cause } from './cause.ts';
import type { Read } from './read.ts';
import { letsIn, letsOut, type SecurityGroupEvidence } from './security-group.ts';

/**
 * What lies between instances and the endpoints of Systems Manager. A part is undefined when it could not be
 * read.
 */
export interface NetworkEvidence {
  readonly vpcs: ReadonlyMap<string, VpcEvidence>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupEvidence>;
}

/** The calls that this evidence takes. */
export const networkReads: readonly Read[] = [
  {
    actions: ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints'],
    resources: ['*'],
  },
  { actions: ['ec2:DescribeVpcAttribute'], resources: ['arn:{partition}:ec2:{region}:{account}:vpc/*'] },
];

/** One VPC. */
export interface VpcEvidence {
  readonly vpcId: string;
  /** Whether Amazon's DNS server answers in the VPC (`enableDnsSupport`). */
  readonly answersDns: boolean | undefined;
  /** The interface endpoints of `ssm`, `ssmmessages` and `ec2messages`. */
  readonly endpoints: readonly EndpointEvidence[] | undefined;
  readonly routeTables: readonly RouteTableEvidence[] | undefined;
}

/** An interface endpoint of Systems Manager. */
export interface EndpointEvidence {
  readonly endpointId: string;
  readonly service: string;
  readonly isAvailable: boolean;
  readonly hasPrivateDns: boolean;
  readonly securityGroupIds: readonly string[];
}

/**
 * A route table and its active ways out of the VPC. The main table serves every subnet that no other table
 * names.
 */
export interface RouteTableEvidence {
  readonly routeTableId: string;
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly ways: readonly WayOut[];
}

/**
 * How traffic leaves a VPC. An internet gateway needs a public address. Any other way (NAT, transit or
 * virtual private gateway, peering, an appliance) may lead to the endpoints; that cannot be seen from here.
 */
export type WayOut = 'internet-gateway' | 'other';

/**
 * The services that an agent must reach, to register and to take commands. One service of each list is
 * enough.
 */
const channels: readonly (readonly string[])[] = [['ssm'], ['ssmmessages', 'ec2messages']];

interface Place {
  readonly instance: Instance;
  readonly vpc: VpcEvidence;
  readonly groups: NetworkEvidence['securityGroups'];
}

/** The fault between an instance and the endpoints of Systems Manager, if there certainly is one. */
export function diagnoseNetwork(instance: Instance, evidence: NetworkEvidence): Cause | undefined {
  const vpc = evidence.vpcs.get(instance.vpcId ?? '');
  if (vpc === undefined) return undefined;
  const place = { instance, vpc, groups: evidence.securityGroups };
  for (const services of channels) {
    const cause = diagnoseChannel(services, place);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function diagnoseChannel(services: readonly string[], place: Place): Cause | undefined {
  const { vpc } = place;
  const endpoints = vpc.endpoints?.filter(({ service }) => services.includes(service));
  if (endpoints === undefined) return undefined;
  // Private DNS sends all traffic to the endpoint, even when there is another way out.
  const endpoint = endpoints.find(({ isAvailable, hasPrivateDns }) => isAvailable && hasPrivateDns);
  const cause =
    endpoint === undefined ? diagnoseWayOut(services, endpoints, place) : diagnoseEndpoint(endpoint, place);
  return cause ?? (vpc.answersDns === false ? { code: 'DnsOff', detail: vpc.vpcId } : undefined);
}

function diagnoseEndpoint(endpoint: EndpointEvidence, { instance, vpc, groups }: Place): Cause | undefined {
  const own = instance.securityGroupIds ?? [];
  const { endpointId, securityGroupIds } = endpoint;
  if (letsOut(own, groups, securityGroupIds) === false) return { code: 'EgressClosed', detail: listIds(own) };
  const from = { groupIds: own, address: instance.privateIpAddress };
  if (letsIn(securityGroupIds, groups, from) !== false) return undefined;
  return { code: 'EndpointClosed', detail: `${endpointId} of ${vpc.vpcId} (${listIds(securityGroupIds)})` };
}

/** No endpoint takes the traffic, so it must leave the VPC. Finds why it cannot. */
function diagnoseWayOut(
  services: readonly string[],
  endpoints: readonly EndpointEvidence[],
  { instance, vpc, groups }: Place,
): Cause | undefined {
  const { vpcId, answersDns } = vpc;
  const table = routeTableOf(instance, vpc);
  if (table === undefined) return undefined;
  const hasGateway = table.ways.includes('internet-gateway');
  if (table.ways.includes('other') || (hasGateway && instance.publicIpAddress !== undefined)) {
    const own = instance.securityGroupIds ?? [];
    const isClosed = letsOut(own, groups, []) === false;
    return isClosed ? { code: 'EgressClosed', detail: listIds(own) } : undefined;
  }
  const unnamed = endpoints.find(({ isAvailable }) => isAvailable);
  if (unnamed !== undefined) {
    if (answersDns === false) return { code: 'DnsOff', detail: vpcId };
    return { code: 'PrivateDnsOff', detail: `${unnamed.endpointId} of ${vpcId}` };
  }
  if (vpc.endpoints?.length !== 0) {
    return { code: 'NoEndpoint', detail: `${vpcId} has no available endpoint of ${services.join(' or ')}` };
  }
  const detail = `${instance.subnetId} of ${vpcId} (${table.routeTableId})`;
  return { code: hasGateway ? 'NoPublicAddress' : 'NoRoute', detail };
}

/**
 * Sorts the ids, whatever order EC2 gave. The text shows which instances share a fault, and whether it has
 * changed.
 */
function listIds(ids: readonly string[]): string {
  return ids.toSorted().join(', ');
}

/**
 * The route table of the instance's subnet; undefined when it is not visible, as in a subnet shared by
 * another account.
 */
function routeTableOf({ subnetId }: Instance, { routeTables = [] }: VpcEvidence) {
  if (subnetId === undefined) return undefined;
  const own = routeTables.find(({ subnetIds }) => subnetIds.includes(subnetId));
  return own ?? routeTables.find(({ isMain }) => isMain);
}
