import type { InstanceSpec, LocalCloud } from 'local-cloud';
import {
  type ExampleNetwork,
  exampleNetwork,
  type NetworkKind,
} from 'local-cloud/test/services/ec2/network-examples.ts';
import type { Patient } from './remedy.ts';

type Network = LocalCloud['ec2']['network'];

/** The numbers of networks of one kind, so that each instance can have one of its own. */
const copies = new WeakMap<LocalCloud, Map<NetworkKind, number>>();

/** Declares another network of a kind, with what `change` makes different, and returns the fields of a spec that place an instance in it. */
export function placeIn(
  cloud: LocalCloud,
  kind: NetworkKind,
  change: (declaration: ExampleNetwork['declaration']) => ExampleNetwork['declaration'] = (same) => same,
): Partial<InstanceSpec> {
  const counts = copies.get(cloud) ?? new Map<NetworkKind, number>();
  copies.set(cloud, counts);
  const number = counts.get(kind) ?? 0;
  counts.set(kind, number + 1);
  // The ids of an example begin with 0e0.
  const text = JSON.stringify(exampleNetwork(kind, cloud)).replaceAll('-0e0', `-${number}e0`);
  const { declaration, placement }: ExampleNetwork = JSON.parse(text);
  cloud.ec2.network.declare(change(declaration));
  return placement;
}

/** Creates a NAT gateway and the route to it. */
export function routeThroughNat(patient: Patient): void {
  const { vpcId, subnetId } = patient.instance.spec;
  const network = patient.cloud.ec2.network;
  const natGatewayId = subnetId.replace('subnet-', 'nat-');
  network.declare({
    natGateways: [{ natGatewayId, vpcId, subnetId, state: 'available', connectivityType: 'public' }],
  });
  changeAll(network.routeTables, vpcId, (table) => ({
    ...table,
    routes: [{ destination: '0.0.0.0/0', targetId: natGatewayId }],
  }));
}

/** Creates interface endpoints with private DNS in the VPC of an instance. They have its security group. */
export function createEndpoints(patient: Patient, services: readonly string[]): void {
  const { vpcId, subnetId, securityGroupIds = [] } = patient.instance.spec;
  const { cloud } = patient;
  cloud.ec2.network.declare({
    endpoints: services.map((service, index) => ({
      // The endpoints of an example have 0, 1 and 2 at this place.
      vpcEndpointId: subnetId.replace(/^subnet-(.{4})./, `vpce-$1${5 + index}`),
      vpcId,
      serviceName: `com.amazonaws.${cloud.region}.${service}`,
      type: 'Interface',
      subnetIds: [subnetId],
      securityGroupIds,
    })),
  });
  allowHttps(patient, 'ingress');
}

/** Adds a rule for TCP 443 to every security group of the VPC of an instance. */
export function allowHttps({ cloud, instance }: Patient, direction: 'ingress' | 'egress'): void {
  const rule = { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] } as const;
  changeAll(cloud.ec2.network.securityGroups, instance.spec.vpcId, (group) => ({
    ...group,
    [direction]: [...group[direction], rule],
  }));
}

/** Changes every part of one kind in a VPC. */
export function changeAll<Part extends { readonly vpcId: string }>(
  parts: Map<string, Part>,
  vpcId: string,
  to: (part: Part) => Part,
): void {
  for (const [id, part] of parts) if (part.vpcId === vpcId) parts.set(id, to(part));
}

/** Turns the DNS server of the VPC on. */
export function answerDns({ cloud, instance }: Patient): void {
  const { vpcs }: Network = cloud.ec2.network;
  changeAll(vpcs, instance.spec.vpcId, (vpc) => ({ ...vpc, enableDnsSupport: true }));
}
