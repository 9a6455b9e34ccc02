import type * as Sdk from '@aws-sdk/client-ec2';
import type {
  Endpoint,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkAclEntry,
  Route,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
} from './network-model.ts';

/** A VPC as DescribeVpcs returns it. Its DNS attributes are in DescribeVpcAttribute only. */
export function renderVpc({ vpcId, cidrBlock }: Vpc, ownerId: string): Sdk.Vpc {
  return {
    VpcId: vpcId,
    CidrBlock: cidrBlock,
    State: 'available',
    OwnerId: ownerId,
    InstanceTenancy: 'default',
    IsDefault: false,
    Tags: [],
  };
}

export function renderSubnet(subnet: Subnet, ownerId: string): Sdk.Subnet {
  return {
    SubnetId: subnet.subnetId,
    VpcId: subnet.vpcId,
    CidrBlock: subnet.cidrBlock,
    AvailabilityZone: subnet.availabilityZone,
    State: 'available',
    OwnerId: ownerId,
    MapPublicIpOnLaunch: false,
    DefaultForAz: false,
    Tags: [],
  };
}

/** A route table with the local route that every table has. */
export function renderRouteTable(table: RouteTable, vpc: Vpc | undefined, ownerId: string): Sdk.RouteTable {
  const { routeTableId, vpcId, isMain, subnetIds } = table;
  const state = { AssociationState: { State: 'associated' as const } };
  const associationId = routeTableId.replace('rtb-', 'rtbassoc-');
  const main = { Main: true, RouteTableId: routeTableId, RouteTableAssociationId: associationId, ...state };
  const local = {
    DestinationCidrBlock: vpc?.cidrBlock ?? '',
    GatewayId: 'local',
    Origin: 'CreateRouteTable' as const,
    State: 'active' as const,
  };
  return {
    RouteTableId: routeTableId,
    VpcId: vpcId,
    OwnerId: ownerId,
    Associations: [
      ...(isMain ? [main] : []),
      ...subnetIds.map((subnetId, index) => ({
        Main: false,
        RouteTableId: routeTableId,
        RouteTableAssociationId: `${associationId.slice(0, -1)}${index + 1}`,
        SubnetId: subnetId,
        ...state,
      })),
    ],
    Routes: [local, ...table.routes.map(renderRoute)],
    PropagatingVgws: [],
    Tags: [],
  };
}

function renderRoute({ destination, targetId, state = 'active' }: Route): Sdk.Route {
  return {
    ...renderDestination(destination),
    ...renderTarget(targetId),
    Origin: 'CreateRoute',
    State: state,
  };
}

function renderDestination(destination: string): Sdk.Route {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return destination.includes(':')
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
}

/**
 * Renders the target of a route. EC2 has a member for each kind of target. Internet gateways, virtual private gateways
 * and endpoints share one.
 */
function renderTarget(targetId: string): Sdk.Route {
  switch (targetId.split('-')[0]) {
    case 'nat':
      return { NatGatewayId: targetId };
    case 'tgw':
      return { TransitGatewayId: targetId };
    case 'pcx':
      return { VpcPeeringConnectionId: targetId };
    case 'eni':
      return { NetworkInterfaceId: targetId };
    case 'eigw':
      return { EgressOnlyInternetGatewayId: targetId };
    default:
      return { GatewayId: targetId };
  }
}

/** EC2 sends the state in lower case. The SDK's type is capitalized. */
export type RenderedEndpoint = Omit<Sdk.VpcEndpoint, 'State'> & { readonly State: Endpoint['state'] };

/** Renders an endpoint. `nameOf` returns the name of a security group, which the endpoint shows with its id. */
export function renderEndpoint(
  endpoint: Endpoint,
  ownerId: string,
  nameOf: (groupId: string) => string | undefined,
): RenderedEndpoint {
  return {
    VpcEndpointId: endpoint.vpcEndpointId,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    State: endpoint.state,
    OwnerId: ownerId,
    PrivateDnsEnabled: endpoint.privateDnsEnabled,
    PolicyDocument: endpoint.policyDocument,
    IpAddressType: 'ipv4',
    SubnetIds: [...endpoint.subnetIds],
    RouteTableIds: [...endpoint.routeTableIds],
    Groups: endpoint.securityGroupIds.map((GroupId) => ({ GroupId, GroupName: nameOf(GroupId) })),
    Tags: [],
  };
}

/** A network ACL with the subnets that it serves, and the last entry, which denies everything. */
export function renderNetworkAcl(
  acl: NetworkAcl,
  subnetIds: readonly string[],
  ownerId: string,
): Sdk.NetworkAcl {
  const { networkAclId, vpcId, isDefault, entries } = acl;
  const last = [true, false].map(
    (egress): NetworkAclEntry => ({
      ...{ ruleNumber: 32_767, egress, action: 'deny', protocol: '-1', cidrBlock: '0.0.0.0/0' },
    }),
  );
  const sorted = [...entries, ...last].sort((a, b) => a.ruleNumber - b.ruleNumber);
  return {
    NetworkAclId: networkAclId,
    VpcId: vpcId,
    OwnerId: ownerId,
    IsDefault: isDefault,
    Associations: subnetIds.map((SubnetId) => ({
      NetworkAclAssociationId: SubnetId.replace('subnet-', 'aclassoc-'),
      NetworkAclId: networkAclId,
      SubnetId,
    })),
    Entries: sorted.map(renderEntry),
    Tags: [],
  };
}

function renderEntry({ ruleNumber, egress, action, protocol, cidrBlock, ports }: NetworkAclEntry) {
  return {
    RuleNumber: ruleNumber,
    Egress: egress,
    RuleAction: action,
    Protocol: protocol,
    ...(cidrBlock.includes(':') ? { Ipv6CidrBlock: cidrBlock } : { CidrBlock: cidrBlock }),
    ...(ports === undefined ? {} : { PortRange: { From: ports.from, To: ports.to } }),
  } satisfies Sdk.NetworkAclEntry;
}

export function renderSecurityGroup(group: SecurityGroup, ownerId: string): Sdk.SecurityGroup {
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.groupName,
    VpcId: group.vpcId,
    OwnerId: ownerId,
    IpPermissions: group.ingress.map((rule) => renderRule(rule, ownerId)),
    IpPermissionsEgress: group.egress.map((rule) => renderRule(rule, ownerId)),
    Tags: [],
  };
}

function renderRule(rule: SecurityGroupRule, ownerId: string): Sdk.IpPermission {
  const { cidrBlocks = [], groupIds = [], prefixListIds = [] } = rule;
  return {
    IpProtocol: rule.protocol,
    ...(rule.fromPort === undefined ? {} : { FromPort: rule.fromPort }),
    ...(rule.toPort === undefined ? {} : { ToPort: rule.toPort }),
    IpRanges: cidrBlocks.filter((block) => !block.includes(':')).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: cidrBlocks.filter((block) => block.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
    UserIdGroupPairs: groupIds.map((GroupId) => ({ GroupId, UserId: ownerId })),
    PrefixListIds: prefixListIds.map((PrefixListId) => ({ PrefixListId })),
  };
}

/** EC2 reports an attached gateway as `available`, which the SDK's type lacks. */
export type RenderedInternetGateway = Omit<Sdk.InternetGateway, 'Attachments'> & {
  readonly Attachments: readonly { readonly VpcId: string; readonly State: 'available' }[];
};

export function renderInternetGateway(gateway: InternetGateway, ownerId: string): RenderedInternetGateway {
  const { internetGatewayId, vpcId } = gateway;
  return {
    InternetGatewayId: internetGatewayId,
    OwnerId: ownerId,
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'available' }],
    Tags: [],
  };
}

export function renderNatGateway(gateway: NatGateway): Sdk.NatGateway {
  return {
    NatGatewayId: gateway.natGatewayId,
    VpcId: gateway.vpcId,
    SubnetId: gateway.subnetId,
    State: gateway.state,
    ConnectivityType: gateway.connectivityType,
    Tags: [],
  };
}
