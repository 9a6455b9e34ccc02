import * as z from 'zod';
import {
  readEndpoint,
  readRouteTable,
  readSecurityGroup,
} from '../../../lambdas/shared/clients/diagnosis/network-shapes.ts';
import type {
  NetworkEvidence,
  VpcEvidence,
} from '../../../lambdas/shared/domain/diagnosis/diagnose-network.ts';
import { checkEntry, members } from '../input/cli-forms.ts';
import { InputError, type InputFile } from '../input/input-file.ts';
import { readItems } from '../input/read-items.ts';

const text = z.string('a string').optional();
const blocks = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.array(members(shape), 'an array').optional();
const permissions = blocks({
  IpProtocol: text,
  FromPort: z.number('a number').optional(),
  ToPort: z.number('a number').optional(),
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
    Associations: blocks({ Main: z.boolean('true or false').optional(), SubnetId: text }),
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
    VpcEndpointType: z.literal('Interface').or(z.literal('Gateway')).optional().catch(undefined),
    ServiceName: text,
    State: text,
    PrivateDnsEnabled: z.boolean('true or false').optional(),
    Groups: blocks({ GroupId: text }),
  }),
  SecurityGroups: blocks({ GroupId: text, IpPermissions: permissions, IpPermissionsEgress: permissions }),
  VpcId: text,
  EnableDnsSupport: members({ Value: z.boolean('true or false').optional() }).optional(),
});
type NetworkDocument = z.output<typeof networkForm>;

/** The members of which a document must have one. */
const lists = ['RouteTables', 'VpcEndpoints', 'SecurityGroups', 'EnableDnsSupport'] as const;
const allowed =
  'allowed: the output of `aws ec2 describe-route-tables`, `describe-vpc-endpoints`, `describe-security-groups` or `describe-vpc-attribute --attribute enableDnsSupport`';

/**
 * Reads what the describe commands of networks printed, in any order and number. Outputs of which nothing is read may be
 * among them, such as those of subnets. @throws InputError
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
  const endpoints = documents.flatMap(({ VpcEndpoints }) => VpcEndpoints ?? []);
  const hasEndpoints = documents.some(({ VpcEndpoints }) => VpcEndpoints !== undefined);
  const groups = documents.flatMap(({ SecurityGroups }) => SecurityGroups ?? []);
  const dns = new Map(
    documents.flatMap(({ VpcId, EnableDnsSupport }) =>
      VpcId === undefined ? [] : [[VpcId, EnableDnsSupport?.Value] as const],
    ),
  );
  const vpcIds = new Set([...tables, ...endpoints].flatMap(({ VpcId }) => VpcId ?? []));
  const vpcs = [...vpcIds].map((vpcId): VpcEvidence => {
    const own = tables.filter(({ VpcId }) => VpcId === vpcId);
    return {
      vpcId,
      answersDns: dns.get(vpcId),
      routeTables: own.length === 0 ? undefined : own.map(readRouteTable),
      endpoints: hasEndpoints
        ? endpoints
            .filter(({ VpcId }) => VpcId === vpcId)
            .flatMap((endpoint) => readEndpoint(toShape(endpoint)))
        : undefined,
    };
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
