import {
  type ExampleNetwork,
  exampleNetwork,
  type NetworkKind,
} from 'local-cloud/test/services/ec2/network-examples.ts';
import { otherAccountId } from '../accounts.ts';

type NetworkDeclaration = ExampleNetwork['declaration'];
type EndpointDeclaration = NonNullable<NetworkDeclaration['endpoints']>[number];

/** Networks in which it is easy to find the wrong cause: an example, and what is different in it. */
const kinds = {
  'shared, nothing leads out': { from: 'no-route', change: share },
  'shared, with a NAT gateway': { from: 'works-nat', change: share },
  'IPv6 alone': { from: 'works-nat', change: (all) => reroute(all, '::/0', 'eigw-0123456789abcdef0') },
  'NAT to private addresses': { from: 'works-nat', change: (all) => reroute(all, '192.168.0.0/16') },
  'a transit gateway': {
    from: 'works-nat',
    change: (all) => reroute(all, '0.0.0.0/0', 'tgw-0123456789abcdef0'),
  },
  'egress to the VPC alone': {
    from: 'works-nat',
    change: ({ securityGroups = [], ...all }) => ({
      ...all,
      securityGroups: securityGroups.map((group) => ({
        ...group,
        egress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/8'] }],
      })),
    }),
  },
  'an endpoint policy for Amazon S3': {
    from: 'works-endpoints',
    change: (all) => eachEndpoint(all, { policyDocument: policyOf('s3:*') }),
  },
  'a closed endpoint without private DNS': {
    from: 'endpoint-closed',
    change: (all) => eachEndpoint(all, { privateDnsEnabled: false }),
  },
  'a network ACL without answers': {
    from: 'works-nat',
    change: ({ vpcs = [], ...all }) => ({
      ...all,
      vpcs,
      networkAcls: vpcs.map(({ vpcId }) => ({
        ...{ networkAclId: vpcId.replace('vpc-', 'acl-'), vpcId, isDefault: true, subnetIds: [] },
        entries: [
          { ruleNumber: 1, egress: true, action: 'allow', protocol: '-1', cidrBlock: '0.0.0.0/0' },
          {
            ...{ ruleNumber: 1, egress: false, action: 'allow', protocol: '6', cidrBlock: '0.0.0.0/0' },
            ports: { from: 443, to: 443 },
          },
        ],
      })),
    }),
  },
} as const satisfies Readonly<
  Record<string, { from: NetworkKind; change: (declaration: NetworkDeclaration) => NetworkDeclaration }>
>;

/** The name of such a network. */
export type HardNetwork = keyof typeof kinds;

/** Every name. */
export const hardNetworkNames = Object.keys(kinds).filter((name): name is HardNetwork => name in kinds);

/** The network of that name, with ids of its own. Declare it once. */
export function hardNetwork(name: HardNetwork, place: Parameters<typeof exampleNetwork>[1]): ExampleNetwork {
  const { from, change } = kinds[name];
  const number = (1 + Object.keys(kinds).indexOf(name)).toString().padStart(2, '0');
  const text = JSON.stringify(exampleNetwork(from, place)).replaceAll(
    /0e0([a-d])(\d)00/g,
    `0e0$1$2${number}`,
  );
  const { declaration, placement }: ExampleNetwork = JSON.parse(text);
  return { declaration: change(declaration), placement };
}

function share({ vpcs = [], ...all }: NetworkDeclaration): NetworkDeclaration {
  return { ...all, vpcs: vpcs.map((vpc) => ({ ...vpc, ownerId: otherAccountId })) };
}

function reroute(
  { routeTables = [], ...all }: NetworkDeclaration,
  destination: string,
  targetId?: string,
): NetworkDeclaration {
  const tables = routeTables.map(({ routes, ...table }) => ({
    ...table,
    routes: routes.map((route) => ({ ...route, destination, targetId: targetId ?? route.targetId })),
  }));
  return { ...all, routeTables: tables };
}

function eachEndpoint(
  { endpoints = [], ...all }: NetworkDeclaration,
  fields: Partial<EndpointDeclaration>,
): NetworkDeclaration {
  return { ...all, endpoints: endpoints.map((endpoint) => ({ ...endpoint, ...fields })) };
}

function policyOf(Action: string): string {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }] });
}
