import type { InstanceSpec } from '../../agent/instance-spec.ts';
import { ServiceError } from '../../core/service.ts';
import {
  allTraffic,
  type Endpoint,
  type EndpointDeclaration,
  type InternetGateway,
  type NatGateway,
  type NetworkAcl,
  type NetworkDeclaration,
  openEntries,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type SubnetDeclaration,
  type Vpc,
  type VpcDeclaration,
} from './network-model.ts';

/**
 * The VPCs of the account and region. A fleet declares them. An undeclared VPC or subnet of an instance is created on
 * demand and works: its main route table has a route to a NAT gateway.
 */
export class VpcNetwork {
  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly routeTables = new Map<string, RouteTable>();
  readonly endpoints = new Map<string, Endpoint>();
  readonly networkAcls = new Map<string, NetworkAcl>();
  readonly securityGroups = new Map<string, SecurityGroup>();
  readonly internetGateways = new Map<string, InternetGateway>();
  readonly natGateways = new Map<string, NatGateway>();
  /** By the id of the VPC. */
  readonly #defaultGroups = new Map<string, SecurityGroup>();

  /**
   * Adds VPCs and their parts. Ids are unique, and references point to this declaration or an earlier one.
   * @throws RangeError for a declaration that contradicts itself, which is a mistake in the fleet.
   * @throws ServiceError for what EC2 refuses.
   */
  declare(declaration: NetworkDeclaration): void {
    for (const vpc of declaration.vpcs ?? []) this.#addVpc(vpc, declaration);
    for (const subnet of declaration.subnets ?? []) this.#addSubnet(subnet);
    for (const group of declaration.securityGroups ?? []) {
      this.#requireVpc(group.vpcId, group.groupId);
      this.#addGroup(group);
    }
    for (const table of declaration.routeTables ?? []) this.#addRouteTable(table);
    for (const acl of declaration.networkAcls ?? []) this.#addAcl(acl);
    for (const gateway of declaration.internetGateways ?? []) {
      add(this.internetGateways, gateway.internetGatewayId, gateway);
    }
    for (const gateway of declaration.natGateways ?? []) {
      this.#requireVpc(gateway.vpcId, gateway.natGatewayId);
      add(this.natGateways, gateway.natGatewayId, gateway);
    }
    for (const endpoint of declaration.endpoints ?? []) this.#addEndpoint(endpoint);
  }

  /** Ensures that the network of a spec exists. Costs one look-up if it does. */
  adopt(spec: InstanceSpec): void {
    const { vpcId, subnetId, availabilityZone, securityGroupIds = [] } = spec;
    const subnet = this.subnets.get(subnetId);
    if (subnet !== undefined && subnet.vpcId !== vpcId)
      throw new RangeError(`subnet ${subnetId}: is in ${subnet.vpcId}, not in ${vpcId}`);
    if (!this.vpcs.has(vpcId)) this.declare(workingVpc(vpcId, subnetId, availabilityZone));
    else if (subnet === undefined) this.declare({ subnets: [{ subnetId, vpcId, availabilityZone }] });
    const foreign = securityGroupIds.find((id) => this.securityGroups.get(id)?.vpcId !== vpcId);
    if (foreign !== undefined) throw new RangeError(`security group ${foreign}: is not one of ${vpcId}`);
  }

  /** The security groups of an instance: those in its spec, or the default group of its VPC. */
  securityGroupsOf({
    vpcId,
    securityGroupIds,
  }: Pick<InstanceSpec, 'vpcId' | 'securityGroupIds'>): SecurityGroup[] {
    if (securityGroupIds !== undefined)
      return securityGroupIds.flatMap((id) => this.securityGroups.get(id) ?? []);
    const group = this.#defaultGroups.get(vpcId);
    return group === undefined ? [] : [group];
  }

  /** The account that owns a VPC; undefined for that of the local cloud. */
  ownerOf(vpcId: string): string | undefined {
    return this.vpcs.get(vpcId)?.ownerId;
  }

  /** The subnets that a network ACL serves. */
  subnetsOf({ vpcId, isDefault, subnetIds }: NetworkAcl): string[] {
    if (!isDefault) return [...subnetIds];
    const others = [...this.networkAcls.values()].filter((acl) => !acl.isDefault);
    const taken = new Set(others.flatMap((acl) => acl.subnetIds));
    const own = [...this.subnets.values()].filter((subnet) => subnet.vpcId === vpcId);
    return own.map(({ subnetId }) => subnetId).filter((id) => !taken.has(id));
  }

  #addVpc(vpc: VpcDeclaration, declaration: NetworkDeclaration): void {
    const { securityGroups = [], routeTables = [], networkAcls = [] } = declaration;
    const { vpcId } = vpc;
    const defaults = { cidrBlock: '10.0.0.0/8', enableDnsSupport: true, enableDnsHostnames: true };
    add(this.vpcs, vpcId, { ...defaults, ...vpc });
    if (!securityGroups.some((group) => group.vpcId === vpcId && group.groupName === 'default')) {
      const groupId = defaultGroupId(vpcId);
      const ingress = [{ protocol: '-1', groupIds: [groupId] } as const];
      this.#addGroup({
        groupId,
        groupName: 'default',
        vpcId,
        ingress,
        egress: [allTraffic],
      });
    }
    if (!networkAcls.some((acl) => acl.vpcId === vpcId && acl.isDefault)) {
      const networkAclId = vpcId.replace('vpc-', 'acl-');
      this.#addAcl({ networkAclId, vpcId, isDefault: true, subnetIds: [], entries: openEntries });
    }
    if (routeTables.some((table) => table.vpcId === vpcId && table.isMain)) return;
    const routeTableId = vpcId.replace('vpc-', 'rtb-');
    add(this.routeTables, routeTableId, { routeTableId, vpcId, isMain: true, subnetIds: [], routes: [] });
  }

  #addGroup(group: SecurityGroup): void {
    add(this.securityGroups, group.groupId, group);
    if (group.groupName === 'default') this.#defaultGroups.set(group.vpcId, group);
  }

  #addSubnet(subnet: SubnetDeclaration): void {
    this.#requireVpc(subnet.vpcId, subnet.subnetId);
    add(this.subnets, subnet.subnetId, { cidrBlock: '10.0.0.0/16', ...subnet });
  }

  #addRouteTable(table: RouteTable): void {
    this.#requireVpc(table.vpcId, table.routeTableId);
    for (const other of this.routeTables.values()) {
      const isSecondMain = other.isMain && table.isMain && other.vpcId === table.vpcId;
      const taken = table.subnetIds.find((id) => other.subnetIds.includes(id));
      if (isSecondMain || taken !== undefined)
        throw new RangeError(
          `route table ${table.routeTableId}: ${taken ?? table.vpcId} has ${other.routeTableId}`,
        );
    }
    add(this.routeTables, table.routeTableId, table);
  }

  #addAcl(acl: NetworkAcl): void {
    this.#requireVpc(acl.vpcId, acl.networkAclId);
    for (const other of this.networkAcls.values()) {
      const isSecondDefault = other.isDefault && acl.isDefault && other.vpcId === acl.vpcId;
      const taken = acl.subnetIds.find((id) => other.subnetIds.includes(id));
      if (isSecondDefault || taken !== undefined)
        throw new RangeError(
          `network ACL ${acl.networkAclId}: ${taken ?? acl.vpcId} has ${other.networkAclId}`,
        );
    }
    add(this.networkAcls, acl.networkAclId, acl);
  }

  #addEndpoint(endpoint: EndpointDeclaration): void {
    const { vpcId, vpcEndpointId, type, privateDnsEnabled = type === 'Interface' } = endpoint;
    const vpc = this.#requireVpc(vpcId, vpcEndpointId);
    if (privateDnsEnabled && !(vpc.enableDnsSupport && vpc.enableDnsHostnames)) {
      const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`;
      throw new ServiceError('InvalidParameter', message);
    }
    const policyDocument = defaultEndpointPolicy;
    const defaults = { state: 'available', subnetIds: [], routeTableIds: [], policyDocument } as const;
    const securityGroupIds = type === 'Interface' ? [defaultGroupId(vpcId)] : [];
    add(this.endpoints, vpcEndpointId, { ...defaults, securityGroupIds, ...endpoint, privateDnsEnabled });
  }

  #requireVpc(vpcId: string, owner: string): Vpc {
    const vpc = this.vpcs.get(vpcId);
    if (vpc === undefined) throw new RangeError(`${owner}: the VPC ${vpcId} is not declared`);
    return vpc;
  }
}

/** The id of a VPC's default security group, unless one was declared. It is derived from the id of the VPC. */
export function defaultGroupId(vpcId: string): string {
  return vpcId.replace('vpc-', 'sg-');
}

/** The policy that EC2 gives to an endpoint (VPC user guide, "Default endpoint policy"). */
const defaultEndpointPolicy = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});

function workingVpc(vpcId: string, subnetId: string, availabilityZone: string): NetworkDeclaration {
  const natGatewayId = vpcId.replace('vpc-', 'nat-');
  const routeTableId = vpcId.replace('vpc-', 'rtb-');
  const routes = [{ destination: '0.0.0.0/0', targetId: natGatewayId }];
  return {
    vpcs: [{ vpcId }],
    subnets: [{ subnetId, vpcId, availabilityZone }],
    routeTables: [{ routeTableId, vpcId, isMain: true, subnetIds: [], routes }],
    natGateways: [{ natGatewayId, vpcId, subnetId, state: 'available', connectivityType: 'public' }],
  };
}

function add<T>(things: Map<string, T>, id: string, thing: T): void {
  if (things.has(id)) throw new RangeError(`${id}: is declared twice; ids are unique`);
  things.set(id, thing);
}
