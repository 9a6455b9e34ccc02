import type { Range } from './address-ranges.ts';
import type { NetworkAclEvidence } from './network-acl.ts';
import type { PolicyStatement } from './policy-statement.ts';
import type { Read } from './read.ts';
import type { RouteTableEvidence } from './route-table.ts';
import type { SecurityGroupEvidence } from './security-group.ts';

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
    actions: [
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints',
    ],
    resources: ['*'],
  },
  { actions: ['ec2:DescribeVpcAttribute'], resources: ['arn:{partition}:ec2:{region}:{account}:vpc/*'] },
];

/** One VPC. */
export interface VpcEvidence {
  readonly vpcId: string;
  /** The account that owns the VPC and its subnets. */
  readonly ownerId: string | undefined;
  /** Whether Amazon's DNS server answers in the VPC (`enableDnsSupport`). */
  readonly answersDns: boolean | undefined;
  /** The interface endpoints of `ssm`, `ssmmessages` and `ec2messages` that belong to the account. */
  readonly endpoints: readonly EndpointEvidence[] | undefined;
  /** The route tables that the account sees. In a VPC of its own, it sees at least the main one. */
  readonly routeTables: readonly RouteTableEvidence[] | undefined;
  /** The addresses of the subnets that the account sees, by id. */
  readonly subnets: ReadonlyMap<string, Range>;
  readonly networkAcls: readonly NetworkAclEvidence[] | undefined;
}

/** An interface endpoint of Systems Manager. */
export interface EndpointEvidence {
  readonly endpointId: string;
  readonly service: string;
  readonly isAvailable: boolean;
  readonly hasPrivateDns: boolean;
  /** True when it may have IPv6 addresses, too. */
  readonly mayUseIpv6: boolean;
  readonly securityGroupIds: readonly string[];
  readonly subnetIds: readonly string[];
  /** Undefined when it could not be read. */
  readonly policy: readonly PolicyStatement[] | undefined;
}
