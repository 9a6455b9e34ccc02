import { rangesOf } from '../../../../../lambdas/shared/domain/diagnosis/address-ranges.ts';
import { diagnoseNetwork } from '../../../../../lambdas/shared/domain/diagnosis/diagnose-network.ts';
import type {
  NetworkAclEntry,
  NetworkAclEvidence,
} from '../../../../../lambdas/shared/domain/diagnosis/network-acl.ts';
import type {
  EndpointEvidence,
  NetworkEvidence,
  VpcEvidence,
} from '../../../../../lambdas/shared/domain/diagnosis/network-evidence.ts';
import { type RouteEvidence, waysOut } from '../../../../../lambdas/shared/domain/diagnosis/route-table.ts';
import type {
  SecurityGroupEvidence,
  TrafficRule,
} from '../../../../../lambdas/shared/domain/diagnosis/security-group.ts';
import type { Instance } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import { accountId } from '../../../../accounts.ts';
import { anInstance } from '../../../builders.ts';

export const nobody: TrafficRule = { blocks: [], groupIds: [], hasPrefixList: false };
export const all: TrafficRule = { ...nobody, blocks: ['0.0.0.0/0'] };
const open: SecurityGroupEvidence = { ingress: [all], egress: [all] };
export const egressTo = (...blocks: string[]) => ({ ingress: [all], egress: [{ ...nobody, blocks }] });
export const ingressOf = (rule: Partial<TrafficRule>) => ({
  ingress: [{ ...nobody, ...rule }],
  egress: [all],
});

const local: RouteEvidence = { destination: '10.0.0.0/16', target: 'vpc', isActive: true };
export const to = (target: RouteEvidence['target'], destination = '0.0.0.0/0'): RouteEvidence => ({
  ...local,
  destination,
  target,
});
export const nat = to('other');
export const gateway = to('internet-gateway');

export const table = (routes: readonly RouteEvidence[], isMain = true, subnetIds: string[] = []) => ({
  routeTableId: isMain ? 'rtb-main' : 'rtb-own',
  isMain,
  subnetIds,
  ways: waysOut([local, ...routes]),
});

export const allowsAll = {
  effect: 'Allow',
  actions: ['*'],
  isInverted: false,
  isUnconditional: true,
  coversAgents: true,
} as const;

export function endpoint(service: string, fields: Partial<EndpointEvidence> = {}): EndpointEvidence {
  const endpointId = `vpce-${service}`;
  const state = { isAvailable: true, hasPrivateDns: true, mayUseIpv6: false };
  const place = { securityGroupIds: ['sg-endpoint'], subnetIds: ['subnet-2'] };
  return { endpointId, service, ...state, ...place, policy: [allowsAll], ...fields };
}

export const entry = (fields: Partial<NetworkAclEntry> & { block?: string } = {}): NetworkAclEntry[] =>
  rangesOf([fields.block ?? '0.0.0.0/0']).map((range) => ({
    direction: 'out',
    isAllowed: true,
    range,
    ports: { from: 0, to: 65_536 },
    ...fields,
  }));
export const acl = (subnetId: string, ...entries: NetworkAclEntry[][]): NetworkAclEvidence => ({
  networkAclId: `acl-${subnetId.at(-1)}`,
  subnetIds: [subnetId],
  entries: entries.flat(),
});
export const openAcls = ['subnet-1', 'subnet-2'].map((id) => acl(id, entry(), entry({ direction: 'in' })));

export interface Network {
  readonly instance?: Partial<Instance>;
  readonly vpc?: Partial<VpcEvidence>;
  readonly groups?: Readonly<Record<string, SecurityGroupEvidence>>;
}

/** Where an instance is in these networks. */
export const placement = {
  ownerId: accountId,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  securityGroupIds: ['sg-1'],
  privateIpAddress: '10.0.1.7',
};

/** A network that works by a NAT gateway, except for the given parts. */
export function networkOf({ vpc, groups }: Omit<Network, 'instance'> = {}): NetworkEvidence {
  const [one, two] = rangesOf(['10.0.1.0/24', '10.0.2.0/24']);
  if (one === undefined || two === undefined) throw new Error('both are blocks');
  const working: VpcEvidence = {
    vpcId: 'vpc-1',
    ownerId: accountId,
    answersDns: true,
    endpoints: [],
    routeTables: [table([nat])],
    subnets: new Map([
      ['subnet-1', one],
      ['subnet-2', two],
    ]),
    networkAcls: openAcls,
  };
  return {
    vpcs: new Map([['vpc-1', { ...working, ...vpc }]]),
    securityGroups: new Map(Object.entries({ 'sg-1': open, 'sg-endpoint': open, ...groups })),
  };
}

/** What is found in such a network. */
export function findIn({ instance, ...network }: Network) {
  return diagnoseNetwork(anInstance({ ...placement, ...instance }), networkOf(network));
}

/** The fault, without what was not looked at. */
export function faultIn(network: Network) {
  const { fault } = findIn(network);
  if (fault === undefined) return undefined;
  const { code, detail, certainty } = fault;
  return { code, detail, certainty };
}

export const none = { routeTables: [table([])] };
export const privately = { ...none, endpoints: [endpoint('ssm'), endpoint('ssmmessages')] };
export const unnamed = [
  endpoint('ssm', { hasPrivateDns: false }),
  endpoint('ssmmessages', { hasPrivateDns: false }),
];
export const noWay = 'subnet-1 of vpc-1 (rtb-main)';
