/**
 * The parts of a VPC that decide whether an agent reaches Systems Manager, as a fleet declares them. Absent parts have
 * EC2's defaults: DNS on, a main route table with the local route, a default security group that allows all outbound
 * traffic.
 */
export interface NetworkDeclaration {
  readonly vpcs?: readonly VpcDeclaration[];
  readonly subnets?: readonly SubnetDeclaration[];
  readonly routeTables?: readonly RouteTable[];
  readonly endpoints?: readonly EndpointDeclaration[];
  readonly networkAcls?: readonly NetworkAcl[];
  readonly securityGroups?: readonly SecurityGroup[];
  readonly internetGateways?: readonly InternetGateway[];
  readonly natGateways?: readonly NatGateway[];
}

export interface VpcDeclaration {
  readonly vpcId: string;
  /**
   * The account that owns the VPC with its subnets, route tables, network ACLs and endpoints. Default: the account of the
   * local cloud. Another account shares the VPC, and does not show its endpoints.
   */
  readonly ownerId?: string;
  /** Default `10.0.0.0/8`, which contains all private addresses of the local cloud. */
  readonly cidrBlock?: string;
  /** Whether Amazon's DNS server answers in the VPC. Default true. */
  readonly enableDnsSupport?: boolean;
  /** Whether instances get DNS names. Private DNS of endpoints requires both DNS attributes. Default true. */
  readonly enableDnsHostnames?: boolean;
}

/** A VPC with all defaults filled in. */
export type Vpc = Required<Omit<VpcDeclaration, 'ownerId'>> & Pick<VpcDeclaration, 'ownerId'>;

export interface SubnetDeclaration {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** Default `10.0.0.0/16`. */
  readonly cidrBlock?: string;
}

/** A subnet with all defaults filled in. */
export type Subnet = Required<SubnetDeclaration>;

/**
 * A route. `targetId` is the id of an internet gateway (`igw-`), `nat-`, `vgw-`, `tgw-`, `vpce-`, `eni-` or `pcx-`. The
 * local route is implied.
 */
export interface Route {
  /** An IPv4 or IPv6 block, or the id of a prefix list (`pl-...`, gateway endpoints). */
  readonly destination: string;
  readonly targetId: string;
  /** `blackhole` if the target was deleted. Default `active`. */
  readonly state?: 'active' | 'blackhole';
}

/** A route table. The main table of a VPC serves the subnets that no other table's `subnetIds` contain. */
export interface RouteTable {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

export interface EndpointDeclaration {
  readonly vpcEndpointId: string;
  readonly vpcId: string;
  /** `com.amazonaws.REGION.ssm`; in China `cn.com.amazonaws.REGION.ssm`. */
  readonly serviceName: string;
  readonly type: 'Interface' | 'Gateway';
  /** Default true for an interface endpoint. It then requires both DNS attributes of its VPC. */
  readonly privateDnsEnabled?: boolean;
  readonly state?: 'available' | 'pending' | 'failed' | 'rejected';
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  readonly routeTableIds?: readonly string[];
  /** The policy, as JSON. Default: it allows everything. */
  readonly policyDocument?: string;
}

/** An endpoint with all defaults filled in. */
export type Endpoint = Required<EndpointDeclaration>;

/** A network ACL. The default one of a VPC serves the subnets that no other ACL's `subnetIds` contain. */
export interface NetworkAcl {
  readonly networkAclId: string;
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly subnetIds: readonly string[];
  /** The entries without the last one, which denies everything. */
  readonly entries: readonly NetworkAclEntry[];
}

/** Allows or denies traffic. `protocol` is a number, or `-1` for all protocols (then without ports). */
export interface NetworkAclEntry {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
  readonly protocol: '-1' | '1' | '6' | '17';
  /** An IPv4 or IPv6 block. */
  readonly cidrBlock: string;
  readonly ports?: { readonly from: number; readonly to: number };
}

/** The entries of a default network ACL: everything in and out. */
export const openEntries: readonly NetworkAclEntry[] = [true, false].map((egress) => ({
  ruleNumber: 100,
  egress,
  action: 'allow',
  protocol: '-1',
  cidrBlock: '0.0.0.0/0',
}));

/** Allows traffic. `protocol` is `-1` for all protocols (then without ports), `tcp`, `udp` or `icmp`. */
export interface SecurityGroupRule {
  readonly protocol: '-1' | 'tcp' | 'udp' | 'icmp';
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrBlocks?: readonly string[];
  readonly groupIds?: readonly string[];
  readonly prefixListIds?: readonly string[];
}

export interface SecurityGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly vpcId: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface InternetGateway {
  readonly internetGatewayId: string;
  /** Absent if the gateway is not attached. */
  readonly vpcId?: string;
}

export interface NatGateway {
  readonly natGatewayId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly state: 'available' | 'pending' | 'failed' | 'deleting' | 'deleted';
  readonly connectivityType: 'public' | 'private';
}

/** All traffic to all addresses: EC2's default egress rule of a security group. */
export const allTraffic: SecurityGroupRule = { protocol: '-1', cidrBlocks: ['0.0.0.0/0'] };
