import type { IpPermission, Route, RouteTable, SecurityGroup, VpcEndpoint } from '@aws-sdk/client-ec2';
import type {
  EndpointEvidence,
  RouteTableEvidence,
  WayOut,
} from '../../domain/diagnosis/diagnose-network.ts';
import type { SecurityGroupEvidence, TrafficRule } from '../../domain/diagnosis/security-group.ts';

/** The services that an agent uses. */
const services = ['ssm', 'ssmmessages', 'ec2messages'];

/** The port of every AWS endpoint. */
const httpsPort = 443;

/**
 * An interface endpoint of Systems Manager; an empty list for any other endpoint. The service is the last
 * part of its name.
 */
export function readEndpoint(endpoint: VpcEndpoint): EndpointEvidence[] {
  const { VpcEndpointId: endpointId = '', VpcEndpointType, ServiceName, State, Groups = [] } = endpoint;
  const service = ServiceName?.split('.').at(-1) ?? '';
  if (VpcEndpointType !== 'Interface' || !services.includes(service)) return [];
  return [
    {
      endpointId,
      service,
      // EC2 answers `available`; the SDK's type has a capital letter.
      isAvailable: State?.toLowerCase() === 'available',
      hasPrivateDns: endpoint.PrivateDnsEnabled === true,
      securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
    },
  ];
}

/** A route table and the ways out that its active routes provide. */
export function readRouteTable({ RouteTableId = '', Associations = [], Routes = [] }: RouteTable) {
  return {
    routeTableId: RouteTableId,
    isMain: Associations.some(({ Main }) => Main === true),
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    ways: Routes.flatMap(readWay),
  } satisfies RouteTableEvidence;
}

/**
 * A gateway endpoint (a `vpce-` for a prefix list) leads only to Amazon S3 or DynamoDB. IPv6 through an
 * internet gateway needs no public IPv4 address.
 */
function readWay(route: Route): WayOut[] {
  const { State, GatewayId = '', DestinationPrefixListId, DestinationIpv6CidrBlock } = route;
  if (State !== 'active' || GatewayId === 'local') return [];
  if (GatewayId.startsWith('vpce-') && DestinationPrefixListId !== undefined) return [];
  const takesAddress = GatewayId.startsWith('igw-') && DestinationIpv6CidrBlock === undefined;
  return [takesAddress ? 'internet-gateway' : 'other'];
}

/** The rules of a security group that let HTTPS pass. */
export function readSecurityGroup(group: SecurityGroup): SecurityGroupEvidence {
  return { ingress: readRules(group.IpPermissions), egress: readRules(group.IpPermissionsEgress) };
}

function readRules(permissions: readonly IpPermission[] = []): TrafficRule[] {
  return permissions.filter(takesHttps).map((permission) => ({
    blocks: [
      ...(permission.IpRanges ?? []).flatMap(({ CidrIp }) => CidrIp ?? []),
      ...(permission.Ipv6Ranges ?? []).flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
    ],
    groupIds: (permission.UserIdGroupPairs ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    hasPrefixList: (permission.PrefixListIds ?? []).length > 0,
  }));
}

/** `-1` means every protocol and every port. EC2 accepts `6` for `tcp`, and always answers `tcp`. */
function takesHttps({ IpProtocol, FromPort = 0, ToPort = 65_535 }: IpPermission): boolean {
  if (IpProtocol === '-1') return true;
  return (IpProtocol === 'tcp' || IpProtocol === '6') && FromPort <= httpsPort && httpsPort <= ToPort;
}
