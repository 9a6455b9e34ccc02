import * as z from 'zod';
import { readSecurityGroup } from '../../../lambdas/shared/clients/diagnosis/network-shapes.ts';
import { readVpc } from '../../../lambdas/shared/clients/diagnosis/vpc-shapes.ts';
import type {
  NetworkEvidence,
  VpcEvidence,
} from '../../../lambdas/shared/domain/diagnosis/network-evidence.ts';
import { checkEntry, members } from '../input/cli-forms.ts';
import { InputError, type InputFile } from '../input/input-file.ts';
import { readItems } from '../input/read-items.ts';

const text = z.string('a string').optional();
const number = z.number('a number').optional();
const flag = z.boolean('true or false').optional();
const blocks = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.array(members(shape), 'an array').optional();
const permissions = blocks({
  IpProtocol: text,
  FromPort: number,
  ToPort: number,
  IpRanges: blocks({ CidrIp: text }),
  Ipv6Ranges: blocks({ CidrIpv6: text }),
  PrefixListIds: blocks({ PrefixListId: text }),
  UserIdGroupPairs: blocks({ GroupId: text }),
});

/** What the describe commands of networks print, as far as it is read. One document has one or more of the lists. */
const networkForm = members({
  RouteTables: blocks({
    RouteTableId: text,
    VpcId: text,
    OwnerId: text,
    Associations: blocks({ Main: flag, SubnetId: text }),
    Routes: blocks({
      State: z.enum(['active', 'blackhole', 'filtered'], 'a state of a route').optional(),
      GatewayId: text,
      DestinationPrefixListId: text,
      DestinationCidrBlock: text,
      DestinationIpv6CidrBlock: text,
      EgressOnlyInternetGatewayId: text,
      NatGatewayId: text,
      TransitGatewayId: text,
      VpcPeeringConnectionId: text,
    }),
  }),
  VpcEndpoints: blocks({
    VpcEndpointId: text,
    VpcId: text,
    VpcEndpointType: z.enum(['Interface', 'Gateway', 'GatewayLoadBalancer']).optional().catch(undefined),
    ServiceName: text,
    State: text,
    PrivateDnsEnabled: flag,
    Groups: blocks({ GroupId: text }),
    SubnetIds: z.array(z.string('a string'), 'an array').optional(),
    IpAddressType: z.enum(['ipv4', 'dualstack', 'ipv6']).optional().catch(undefined),
    PolicyDocument: text,
  }),
  SecurityGroups: blocks({ GroupId: text, IpPermissions: permissions, IpPermissionsEgress: permissions }),
  Subnets: blocks({ SubnetId: text, VpcId: text, OwnerId: text, CidrBlock: text }),
  NetworkAcls: blocks({
    NetworkAclId: text,
    VpcId: text,
    OwnerId: text,
    Associations: blocks({ SubnetId: text }),
    Entries: blocks({
      RuleNumber: number,
      Protocol: text,
      RuleAction: z.enum(['allow', 'deny'], 'allow or deny').optional(),
      Egress: flag,
      CidrBlock: text,
      PortRange: members({ From: number, To: number }).optional(),
    }),
  }),
  VpcId: text,
  EnableDnsSupport: members({ Value: flag }).optional(),
});
type NetworkDocument = z.output<typeof networkForm>;

/** The members of which a document must have one. */
const lists = [
  'RouteTables',
  'VpcEndpoints',
  'SecurityGroups',
  'Subnets',
  'NetworkAcls',
  'EnableDnsSupport',
] as const;
const allowed =
  'allowed: the output of `aws ec2 describe-route-tables`, `describe-vpc-endpoints`, `describe-security-groups`, `describe-subnets`, `describe-network-acls` or `describe-vpc-attribute --attribute enableDnsSupport`';

/**
 * Reads what the describe commands of networks printed, in any order and number. Outputs of which nothing is read may be
 * among them, such as those of NAT gateways. @throws InputError
 */
export async function readNetworkFiles(files: readonly InputFile[]): Promise<NetworkEvidence> {
  const documents: NetworkDocument[] = [];
  for (const file of files) {
    const before = documents.length;
    for await (const { value, place } of readItems(file)) {
      const checked = checkEntry(value, networkForm, place);
      if (!checked.ok) throw new InputError(`${file.name}: ${checked.problem}`);
      if (lists.some((list) => checked.entry[list] !== undefined)) documents.push(checked.entry);
    }
    if (documents.length === before)
      throw new InputError(`${file.name}: has none of the lists that are read; ${allowed}`);
  }
  return collect(documents);
}

function collect(documents: readonly NetworkDocument[]): NetworkEvidence {
  const tables = documents.flatMap(({ RouteTables }) => RouteTables ?? []);
  const subnets = documents.flatMap(({ Subnets }) => Subnets ?? []);
  const acls = documents.flatMap(({ NetworkAcls }) => NetworkAcls ?? []);
  const groups = documents.flatMap(({ SecurityGroups }) => SecurityGroups ?? []);
  const endpoints = documents.flatMap(({ VpcEndpoints }) => VpcEndpoints ?? []).map(toShape);
  const hasEndpoints = documents.some(({ VpcEndpoints }) => VpcEndpoints !== undefined);
  const dns = new Map(
    documents.flatMap(({ VpcId, EnableDnsSupport }) =>
      VpcId === undefined ? [] : [[VpcId, EnableDnsSupport?.Value] as const],
    ),
  );
  const vpcIds = new Set([...tables, ...endpoints, ...subnets, ...acls].flatMap(({ VpcId }) => VpcId ?? []));
  // A list may be of another region, or of some VPCs alone. So a VPC that is not in it was not looked at.
  const vpcs = [...vpcIds].map((vpcId): VpcEvidence => {
    const isIn = (list: readonly { readonly VpcId?: string | undefined }[]) =>
      list.some(({ VpcId }) => VpcId === vpcId);
    return readVpc(vpcId, {
      endpoints: hasEndpoints ? endpoints : undefined,
      routeTables: isIn(tables) ? tables : undefined,
      subnets,
      networkAcls: isIn(acls) ? acls : undefined,
      answersDns: dns.get(vpcId),
    });
  });
  return {
    vpcs: new Map(vpcs.map((vpc) => [vpc.vpcId, vpc])),
    securityGroups: new Map(groups.map((group) => [group.GroupId ?? '', readSecurityGroup(group)])),
  };
}

/** The type of the SDK writes states with a capital letter. The CLI prints them as EC2 sends them. */
function toShape({ State, ...endpoint }: NonNullable<NetworkDocument['VpcEndpoints']>[number]) {
  return { ...endpoint, ...(State?.toLowerCase() === 'available' ? { State: 'Available' as const } : {}) };
}
