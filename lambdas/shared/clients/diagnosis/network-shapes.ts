import type { IpPermission, NetworkAcl, Route, RouteTable, SecurityGroup } from '@aws-sdk/client-ec2';
import { type Range, rangeOf } from '../../domain/diagnosis/address-ranges.ts';
import type { NetworkAclEntry, NetworkAclEvidence } from '../../domain/diagnosis/network-acl.ts';
import {
  type RouteEvidence,
  type RouteTableEvidence,
  unknownDestination,
  waysOut,
} from '../../domain/diagnosis/route-table.ts';
import type { SecurityGroupEvidence, TrafficRule } from '../../domain/diagnosis/security-group.ts';

/** The port of every AWS endpoint. */
const httpsPort = 443;

/**
 * A route table and where its routes lead. An endpoint that takes a prefix list leads to Amazon S3 or DynamoDB
 * alone, unless it is one of an appliance.
 */
export function readRouteTable(
  { RouteTableId = '', Associations = [], Routes = [] }: RouteTable,
  applianceIds: ReadonlySet<string>,
): RouteTableEvidence {
  const routes = Routes.filter(
    ({ GatewayId: id = '', DestinationPrefixListId: list }) =>
      list === undefined || !id.startsWith('vpce-') || applianceIds.has(id),
  );
  const hasIpv6 = routes.some(
    (route) => route.DestinationIpv6CidrBlock !== undefined && targetOf(route) !== 'vpc' && isActive(route),
  );
  return {
    routeTableId: RouteTableId,
    isMain: Associations.some(({ Main }) => Main === true),
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    ways: waysOut(routes.flatMap(readRoute), hasIpv6),
  };
}

/** The IPv6 block into which NAT64 maps all IPv4 addresses (RFC 6052). It leads to IPv4 endpoints. */
const nat64Block = '64:ff9b::/96';

function readRoute(route: Route): RouteEvidence[] {
  const { DestinationCidrBlock: block, DestinationIpv6CidrBlock: ipv6Block } = route;
  if (block === undefined && ipv6Block !== undefined && ipv6Block !== nat64Block) return [];
  const destination = block ?? unknownDestination;
  return [{ destination, target: targetOf(route), isActive: isActive(route) }];
}

function targetOf({ GatewayId = '' }: Route): RouteEvidence['target'] {
  if (GatewayId === 'local') return 'vpc';
  return GatewayId.startsWith('igw-') ? 'internet-gateway' : 'other';
}

function isActive({ State }: Route): boolean {
  return State === 'active';
}

/** The entries of a network ACL for TCP over IPv4, by rule number. */
export function readNetworkAcl({ NetworkAclId = '', Associations = [], Entries = [] }: NetworkAcl) {
  const entries = Entries.map((entry) => ({ ...entry, RuleNumber: entry.RuleNumber ?? 0 }))
    .sort((a, b) => a.RuleNumber - b.RuleNumber)
    .flatMap(({ Protocol, CidrBlock, PortRange, Egress, RuleAction }): NetworkAclEntry[] => {
      const range = rangeOf(CidrBlock ?? '');
      if (range === undefined || !isTcp(Protocol)) return [];
      const direction = Egress === true ? 'out' : 'in';
      const ports = Protocol === anyProtocol ? everyPort : portsOf(PortRange);
      return [{ direction, isAllowed: RuleAction === 'allow', range, ports }];
    });
  const subnetIds = Associations.flatMap(({ SubnetId }) => SubnetId ?? []);
  return { networkAclId: NetworkAclId, subnetIds, entries } satisfies NetworkAclEvidence;
}

const everyPort: Range = { from: 0, to: 65_536 };

function portsOf(range: { From?: number | undefined; To?: number | undefined } = {}): Range {
  return { from: range.From ?? everyPort.from, to: (range.To ?? everyPort.to - 1) + 1 };
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

function takesHttps({ IpProtocol, FromPort = 0, ToPort = 65_535 }: IpPermission): boolean {
  if (IpProtocol === anyProtocol) return true;
  return isTcp(IpProtocol) && FromPort <= httpsPort && httpsPort <= ToPort;
}

/** Every protocol and every port. */
const anyProtocol = '-1';

/** EC2 answers `tcp` in security groups and `6` in network ACLs, and takes both. */
function isTcp(protocol: string | undefined): boolean {
  return protocol === anyProtocol || protocol === 'tcp' || protocol === '6';
}
