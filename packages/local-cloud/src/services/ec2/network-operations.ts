import type * as Sdk from '@aws-sdk/client-ec2';
import type { Host } from '../../core/host.ts';
import { profileId } from '../../core/iam/iam-ids.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { refuseDryRun } from './describe-instances.ts';
import type { Instance } from './ec2-instance.ts';
import { readFilters } from './filters.ts';
import type { Fleet } from './instance-fleet.ts';
import { type DescribeRequest, describeOperation, type Listing } from './network-describe.ts';
import {
  type RenderedInternetGateway,
  renderEndpoint,
  renderInternetGateway,
  renderNatGateway,
  renderRouteTable,
  renderSecurityGroup,
  renderSubnet,
  renderVpc,
} from './network-render.ts';
import type { VpcNetwork } from './vpc-network.ts';

/** What the operations work on. */
export interface NetworkWorld {
  readonly fleet: Fleet;
  readonly network: VpcNetwork;
  readonly host: Host;
}

const usualPages = { min: 5, max: 1000 } as const;

/** The Describe calls that tell why an agent does not reach Systems Manager. */
export function networkOperations({ fleet, network, host }: NetworkWorld) {
  const list = <Resource, Rendered, Input extends DescribeRequest>(
    listing: Listing<Resource, Rendered, Input>,
  ) => describeOperation(listing, host);
  return {
    DescribeVpcs: list(vpcs(network, host)),
    DescribeVpcAttribute: describeVpcAttribute(network, host),
    DescribeSubnets: list(subnets(network, host)),
    DescribeRouteTables: list(routeTables(network, host)),
    DescribeVpcEndpoints: list(endpoints(network, host)),
    DescribeSecurityGroups: list(securityGroups(network, host)),
    DescribeInternetGateways: list(internetGateways(network, host)),
    DescribeNatGateways: describeNatGateways(network, host),
    DescribeIamInstanceProfileAssociations: list(profileAssociations(fleet)),
  } satisfies Record<string, Operation>;
}

function vpcs({ vpcs: all }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeVpcs',
    member: 'Vpcs',
    resources: () => all.values(),
    idOf: (vpc) => vpc.vpcId,
    idsOf: (input) => input.VpcIds,
    notFound: ['InvalidVpcID.NotFound', 'vpc ID'],
    readers: { 'vpc-id': (vpc) => vpc.vpcId, cidr: (vpc) => vpc.cidrBlock, state: () => 'available' },
    render: (vpc) => renderVpc(vpc, accountId),
    maxResults: usualPages,
  } satisfies Listing<ValueOf<typeof all>, Sdk.Vpc, Sdk.DescribeVpcsRequest>;
}

function subnets({ subnets: all }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeSubnets',
    member: 'Subnets',
    resources: () => all.values(),
    idOf: (subnet) => subnet.subnetId,
    idsOf: (input) => input.SubnetIds,
    notFound: ['InvalidSubnetID.NotFound', 'subnet ID'],
    readers: {
      'subnet-id': (subnet) => subnet.subnetId,
      'vpc-id': (subnet) => subnet.vpcId,
      'availability-zone': (subnet) => subnet.availabilityZone,
    },
    render: (subnet) => renderSubnet(subnet, accountId),
    maxResults: usualPages,
  } satisfies Listing<ValueOf<typeof all>, Sdk.Subnet, Sdk.DescribeSubnetsRequest>;
}

function routeTables({ routeTables: all, vpcs }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeRouteTables',
    member: 'RouteTables',
    resources: () => all.values(),
    idOf: (table) => table.routeTableId,
    idsOf: (input) => input.RouteTableIds,
    notFound: ['InvalidRouteTableID.NotFound', 'routeTable ID'],
    readers: {
      'route-table-id': (table) => table.routeTableId,
      'vpc-id': (table) => table.vpcId,
      'association.main': (table) => String(table.isMain),
      'association.subnet-id': (table) => table.subnetIds,
    },
    render: (table) => renderRouteTable(table, vpcs.get(table.vpcId), accountId),
    maxResults: { min: 5, max: 100 },
  } satisfies Listing<ValueOf<typeof all>, Sdk.RouteTable, Sdk.DescribeRouteTablesRequest>;
}

function endpoints({ endpoints: all, securityGroups }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeVpcEndpoints',
    member: 'VpcEndpoints',
    resources: () => all.values(),
    idOf: (endpoint) => endpoint.vpcEndpointId,
    idsOf: (input) => input.VpcEndpointIds,
    notFound: ['InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'],
    readers: {
      'vpc-endpoint-id': (endpoint) => endpoint.vpcEndpointId,
      'vpc-id': (endpoint) => endpoint.vpcId,
      'service-name': (endpoint) => endpoint.serviceName,
      'vpc-endpoint-type': (endpoint) => endpoint.type,
      'vpc-endpoint-state': (endpoint) => endpoint.state,
    },
    render: (endpoint) => renderEndpoint(endpoint, accountId, (id) => securityGroups.get(id)?.groupName),
    maxResults: { min: 1, max: 1000 },
  } satisfies Listing<
    ValueOf<typeof all>,
    ReturnType<typeof renderEndpoint>,
    Sdk.DescribeVpcEndpointsRequest
  >;
}

function securityGroups({ securityGroups: all }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeSecurityGroups',
    member: 'SecurityGroups',
    resources: () => all.values(),
    idOf: (group) => group.groupId,
    idsOf: (input) => input.GroupIds,
    notFound: ['InvalidGroup.NotFound', 'security group'],
    readers: {
      'group-id': (group) => group.groupId,
      'group-name': (group) => group.groupName,
      'vpc-id': (group) => group.vpcId,
    },
    render: (group) => renderSecurityGroup(group, accountId),
    maxResults: usualPages,
  } satisfies Listing<ValueOf<typeof all>, Sdk.SecurityGroup, Sdk.DescribeSecurityGroupsRequest>;
}

function internetGateways({ internetGateways: all }: VpcNetwork, { accountId }: Host) {
  return {
    operation: 'DescribeInternetGateways',
    member: 'InternetGateways',
    resources: () => all.values(),
    idOf: (gateway) => gateway.internetGatewayId,
    idsOf: (input) => input.InternetGatewayIds,
    notFound: ['InvalidInternetGatewayID.NotFound', 'internetGateway ID'],
    readers: {
      'internet-gateway-id': (gateway) => gateway.internetGatewayId,
      'attachment.vpc-id': (gateway) => gateway.vpcId,
    },
    render: (gateway) => renderInternetGateway(gateway, accountId),
    maxResults: usualPages,
  } satisfies Listing<ValueOf<typeof all>, RenderedInternetGateway, Sdk.DescribeInternetGatewaysRequest>;
}

/** The one Describe call of EC2 whose filters are called `Filter`. */
function describeNatGateways({ natGateways: all }: VpcNetwork, host: Host) {
  const listing: Listing<
    ValueOf<typeof all>,
    Sdk.NatGateway,
    DescribeRequest & Sdk.DescribeNatGatewaysRequest
  > = {
    operation: 'DescribeNatGateways',
    member: 'NatGateways',
    resources: () => all.values(),
    idOf: (gateway) => gateway.natGatewayId,
    idsOf: (input) => input.NatGatewayIds,
    notFound: ['NatGatewayNotFound', 'NAT gateway'],
    readers: {
      'nat-gateway-id': (gateway) => gateway.natGatewayId,
      'vpc-id': (gateway) => gateway.vpcId,
      'subnet-id': (gateway) => gateway.subnetId,
      state: (gateway) => gateway.state,
    },
    render: renderNatGateway,
    maxResults: usualPages,
  };
  const operation = describeOperation(listing, host);
  return {
    authorize: operation.authorize,
    run: ({ Filter: filters, ...input }, context) => operation.run({ ...input, Filters: filters }, context),
  } satisfies Operation<Sdk.DescribeNatGatewaysRequest>;
}

/** The instances that have a profile; ids of associations follow from those of the instances. */
function profileAssociations(fleet: Fleet) {
  const idOf = ({ id }: Instance) => id.replace('i-', 'iip-assoc-');
  return {
    operation: 'DescribeIamInstanceProfileAssociations',
    member: 'IamInstanceProfileAssociations',
    resources: (input) =>
      candidates(fleet, input).filter(
        ({ spec, state }) => spec.instanceProfileArn !== undefined && state !== 'terminated',
      ),
    idOf,
    idsOf: (input) => input.AssociationIds,
    notFound: ['NoSuchAssociation', 'association'],
    readers: { 'instance-id': ({ id }) => id, state: () => 'associated' },
    render: (instance) => ({
      AssociationId: idOf(instance),
      InstanceId: instance.id,
      IamInstanceProfile: {
        Arn: instance.spec.instanceProfileArn,
        Id: profileId(instance.spec.instanceProfileArn ?? ''),
      },
      State: 'associated',
    }),
    maxResults: usualPages,
  } satisfies Listing<
    Instance,
    Sdk.IamInstanceProfileAssociation,
    Sdk.DescribeIamInstanceProfileAssociationsRequest
  >;
}

/** By the instances that a filter names, so that a call costs what it asks for. */
function candidates(fleet: Fleet, { Filters: filters = [] }: DescribeRequest): Instance[] {
  const named = readFilters(filters.filter(({ Name: name }) => name === 'instance-id')).instanceIds;
  return named === undefined ? [...fleet.from(0)] : named.flatMap((id) => fleet.find(id) ?? []);
}

/** DescribeVpcAttribute: one attribute of one VPC a call. */
function describeVpcAttribute(
  network: VpcNetwork,
  { partition, region, accountId }: Host,
): Operation<Sdk.DescribeVpcAttributeRequest, Sdk.DescribeVpcAttributeResult> {
  return {
    authorize: ({ VpcId }) => [
      {
        action: 'ec2:DescribeVpcAttribute',
        resource: `arn:${partition}:ec2:${region}:${accountId}:vpc/${VpcId}`,
        conditions: { 'ec2:Region': region },
      },
    ],
    run({ VpcId: vpcId = '', Attribute: attribute, DryRun: dryRun }) {
      refuseDryRun(dryRun);
      const vpc = network.vpcs.get(vpcId);
      if (vpc === undefined)
        throw new ServiceError('InvalidVpcID.NotFound', `The vpc ID '${vpcId}' does not exist`);
      if (attribute === 'enableDnsSupport')
        return { VpcId: vpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } };
      if (attribute === 'enableDnsHostnames')
        return { VpcId: vpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } };
      throw new NotEmulatedError(`the VPC attribute ${attribute}`);
    },
  };
}

type ValueOf<M> = M extends ReadonlyMap<string, infer V> ? V : never;
