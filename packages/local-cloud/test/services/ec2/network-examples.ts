import type { Place } from '../../../src/core/host.ts';
import {
  allTraffic,
  type EndpointDeclaration,
  type NetworkDeclaration,
} from '../../../src/services/ec2/network-model.ts';

/**
 * Networks in which an agent reaches Systems Manager (`works-...`), and one for each cause why it does not:
 *
 * - `works-nat`, `works-endpoints`, `works-public`: through a NAT gateway, through interface endpoints, or through an
 *   internet gateway with a public address.
 * - `no-route`: neither endpoints nor a route out. `no-public-address`: a route to an internet gateway without a public
 *   address. `nat-gone`: the NAT gateway of the route was deleted.
 * - `no-endpoint`: the VPC has the endpoint for messages but not the one for `ssm`. `no-private-dns`: the endpoints'
 *   names do not resolve to them. `no-dns-support`: the VPC resolves no names at all.
 * - `endpoint-closed`: the endpoints' security group does not allow inbound 443. `no-egress`: the instance's does not
 *   allow outbound 443.
 */
export const networkKinds = [
  'works-nat',
  'works-endpoints',
  'works-public',
  'no-route',
  'no-public-address',
  'nat-gone',
  'no-endpoint',
  'no-private-dns',
  'no-dns-support',
  'endpoint-closed',
  'no-egress',
] as const;

export type NetworkKind = (typeof networkKinds)[number];

/** A network to declare, and the fields of a spec that place an instance in it. */
export interface ExampleNetwork {
  readonly declaration: NetworkDeclaration;
  readonly placement: {
    readonly vpcId: string;
    readonly subnetId: string;
    readonly availabilityZone: string;
    readonly securityGroupIds: readonly string[];
    readonly hasPublicAddress: boolean;
  };
}

const https = { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/8'] } as const;
const dns = { protocol: 'udp', fromPort: 53, toPort: 53, cidrBlocks: ['0.0.0.0/0'] } as const;

/** The network of a kind. Every kind is a separate VPC and is the same at every call. Declare it once. */
export function exampleNetwork(kind: NetworkKind, { partition, region }: Place): ExampleNetwork {
  const suffix = `0e0a00000000001${networkKinds.indexOf(kind).toString(16).padStart(2, '0')}`;
  const vpcId = `vpc-${suffix}`;
  const subnetId = `subnet-${suffix}`;
  const groupId = `sg-${suffix.replace('0e0a', '0e0b')}`;
  const endpointGroupId = `sg-${suffix.replace('0e0a', '0e0c')}`;
  const availabilityZone = `${region}a`;
  const hasDns = kind !== 'no-dns-support';
  const endpointIngress = kind === 'endpoint-closed' ? [] : [https];
  return {
    declaration: {
      vpcs: [{ vpcId, enableDnsSupport: hasDns, enableDnsHostnames: hasDns }],
      subnets: [{ subnetId, vpcId, availabilityZone }],
      securityGroups: [
        {
          groupId,
          groupName: 'instances',
          vpcId,
          ingress: [],
          egress: kind === 'no-egress' ? [dns] : [allTraffic],
        },
        {
          groupId: endpointGroupId,
          groupName: 'endpoints',
          vpcId,
          ingress: endpointIngress,
          egress: [allTraffic],
        },
      ],
      ...wayOut(kind, { vpcId, subnetId, suffix }),
      endpoints: servicesOf(kind).map(
        (service, index): EndpointDeclaration => ({
          vpcEndpointId: `vpce-${suffix.slice(0, 4)}${index}${suffix.slice(5)}`,
          vpcId,
          serviceName: `${partition === 'aws-cn' ? 'cn.' : ''}com.amazonaws.${region}.${service}`,
          type: 'Interface',
          privateDnsEnabled: kind !== 'no-private-dns',
          subnetIds: [subnetId],
          securityGroupIds: [endpointGroupId],
        }),
      ),
    },
    placement: {
      vpcId,
      subnetId,
      availabilityZone,
      securityGroupIds: [groupId],
      hasPublicAddress: kind === 'works-public',
    },
  };
}

/** The services that have an endpoint in the VPC. */
function servicesOf(kind: NetworkKind): readonly string[] {
  const hasAll = ['works-endpoints', 'no-private-dns', 'endpoint-closed'].includes(kind);
  if (hasAll) return ['ssm', 'ssmmessages', 'ec2messages'];
  return kind === 'no-endpoint' ? ['ssmmessages', 'ec2messages'] : [];
}

function wayOut(
  kind: NetworkKind,
  { vpcId, subnetId, suffix }: { vpcId: string; subnetId: string; suffix: string },
): Pick<NetworkDeclaration, 'routeTables' | 'natGateways' | 'internetGateways'> {
  const table = {
    routeTableId: `rtb-${suffix.replace('0e0a', '0e0d')}`,
    vpcId,
    isMain: false,
    subnetIds: [subnetId],
  };
  const routeTo = (targetId: string, state: 'active' | 'blackhole' = 'active') => [
    { ...table, routes: [{ destination: '0.0.0.0/0', targetId, state }] },
  ];
  if (kind === 'works-public' || kind === 'no-public-address') {
    const internetGatewayId = `igw-${suffix}`;
    return { routeTables: routeTo(internetGatewayId), internetGateways: [{ internetGatewayId, vpcId }] };
  }
  const natGatewayId = `nat-${suffix}`;
  if (kind === 'nat-gone') return { routeTables: routeTo(natGatewayId, 'blackhole') };
  if (!['works-nat', 'no-egress', 'no-dns-support'].includes(kind)) return {};
  return {
    routeTables: routeTo(natGatewayId),
    natGateways: [{ natGatewayId, vpcId, subnetId, state: 'available', connectivityType: 'public' }],
  };
}
