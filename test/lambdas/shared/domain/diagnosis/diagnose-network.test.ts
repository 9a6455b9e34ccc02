import { describe, expect, it } from 'vitest';
import {
  diagnoseNetwork,
  type EndpointEvidence,
  type VpcEvidence,
  type WayOut,
} from '../../../../../lambdas/shared/domain/diagnosis/diagnose-network.ts';
import type {
  SecurityGroupEvidence,
  TrafficRule,
} from '../../../../../lambdas/shared/domain/diagnosis/security-group.ts';
import type { Instance } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import { anInstance } from '../../../builders.ts';

const all: TrafficRule = { blocks: ['0.0.0.0/0'], groupIds: [], hasPrefixList: false };
const nobody: TrafficRule = { blocks: [], groupIds: [], hasPrefixList: false };
const open: SecurityGroupEvidence = { ingress: [all], egress: [all] };

const table = (ways: readonly WayOut[], isMain = true, subnetIds: string[] = []) => ({
  routeTableId: isMain ? 'rtb-main' : 'rtb-own',
  isMain,
  subnetIds,
  ways,
});

function endpoint(service: string, fields: Partial<EndpointEvidence> = {}): EndpointEvidence {
  const endpointId = `vpce-${service}`;
  const state = { isAvailable: true, hasPrivateDns: true };
  return { endpointId, service, ...state, securityGroupIds: ['sg-endpoint'], ...fields };
}

interface Network {
  readonly instance?: Partial<Instance>;
  readonly vpc?: Partial<VpcEvidence>;
  readonly groups?: Readonly<Record<string, SecurityGroupEvidence>>;
}

/** The cause in a network that works by a NAT gateway, except for the given parts. */
function causeIn({ instance, vpc, groups }: Network) {
  const own = {
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    securityGroupIds: ['sg-1'],
    privateIpAddress: '10.0.1.7',
  };
  const working = { vpcId: 'vpc-1', answersDns: true, endpoints: [], routeTables: [table(['other'])] };
  return diagnoseNetwork(anInstance({ ...own, ...instance }), {
    vpcs: new Map([['vpc-1', { ...working, ...vpc }]]),
    securityGroups: new Map(Object.entries({ 'sg-1': open, 'sg-endpoint': open, ...groups })),
  });
}

const privately = { routeTables: [table([])], endpoints: [endpoint('ssm'), endpoint('ssmmessages')] };

describe('a network has no certain fault', () => {
  it.each<[string, Network]>([
    ['with a way out', {}],
    ['with endpoints and no way out', { vpc: privately }],
    [
      'with the endpoint of older agents',
      { vpc: { ...privately, endpoints: [endpoint('ssm'), endpoint('ec2messages')] } },
    ],
    [
      'with an internet gateway and a public address',
      {
        instance: { publicIpAddress: '203.0.113.1' },
        vpc: { routeTables: [table(['internet-gateway'])] },
      },
    ],
    [
      'with a table of the subnet beside a main one without a way',
      {
        vpc: { routeTables: [table([]), table(['other'], false, ['subnet-1'])] },
      },
    ],
    ['when no route table is seen, as in a shared subnet', { vpc: { routeTables: [] } }],
    ['when route tables could not be read', { vpc: { routeTables: undefined } }],
    ['when endpoints could not be read', { vpc: { endpoints: undefined, routeTables: [table([])] } }],
    ['when DNS could not be read', { vpc: { answersDns: undefined } }],
    ['when the VPC was not read', { instance: { vpcId: 'vpc-2' } }],
    ['when no security group is told', { instance: { securityGroupIds: [] } }],
    [
      'when a security group could not be read',
      {
        instance: { securityGroupIds: ['sg-closed', 'sg-unread'] },
        groups: { 'sg-closed': { ingress: [], egress: [] } },
      },
    ],
    [
      'when one of its groups lets HTTPS out',
      {
        instance: { securityGroupIds: ['sg-closed', 'sg-1'] },
        groups: { 'sg-closed': { ingress: [], egress: [] } },
      },
    ],
    [
      'with rules from group to group',
      {
        vpc: privately,
        groups: {
          'sg-1': { ingress: [], egress: [{ ...nobody, groupIds: ['sg-endpoint'] }] },
          'sg-endpoint': { ingress: [{ ...nobody, groupIds: ['sg-1'] }], egress: [] },
        },
      },
    ],
    [
      'with rules of prefix lists',
      {
        vpc: privately,
        groups: {
          'sg-1': { ingress: [], egress: [{ ...nobody, hasPrefixList: true }] },
          'sg-endpoint': { ingress: [{ ...nobody, hasPrefixList: true }], egress: [] },
        },
      },
    ],
  ])('%s', (_name, network) => {
    expect(causeIn(network)).toBeUndefined();
  });
});

describe('the fault of a network is', () => {
  it.each<[string, Network, { code: string; detail: string }]>([
    [
      'no route and no endpoints',
      { vpc: { routeTables: [table([])] } },
      { code: 'NoRoute', detail: 'subnet-1 of vpc-1 (rtb-main)' },
    ],
    [
      'a table of the subnet without a way, beside a main one with one',
      { vpc: { routeTables: [table(['other']), table([], false, ['subnet-1'])] } },
      { code: 'NoRoute', detail: 'subnet-1 of vpc-1 (rtb-own)' },
    ],
    [
      'an internet gateway without a public address',
      { vpc: { routeTables: [table(['internet-gateway'])] } },
      { code: 'NoPublicAddress', detail: 'subnet-1 of vpc-1 (rtb-main)' },
    ],
    [
      'a missing endpoint',
      { vpc: { ...privately, endpoints: [endpoint('ssmmessages')] } },
      { code: 'NoEndpoint', detail: 'vpc-1 has no available endpoint of ssm' },
    ],
    [
      'a missing endpoint of messages',
      { vpc: { ...privately, endpoints: [endpoint('ssm')] } },
      { code: 'NoEndpoint', detail: 'vpc-1 has no available endpoint of ssmmessages or ec2messages' },
    ],
    [
      'an endpoint that is not available',
      {
        vpc: { ...privately, endpoints: [endpoint('ssm', { isAvailable: false }), endpoint('ssmmessages')] },
      },
      { code: 'NoEndpoint', detail: 'vpc-1 has no available endpoint of ssm' },
    ],
    [
      'an endpoint without private DNS',
      { vpc: { ...privately, endpoints: [endpoint('ssm', { hasPrivateDns: false })] } },
      { code: 'PrivateDnsOff', detail: 'vpce-ssm of vpc-1' },
    ],
    [
      'DNS, before private DNS that needs it',
      { vpc: { ...privately, answersDns: false, endpoints: [endpoint('ssm', { hasPrivateDns: false })] } },
      { code: 'DnsOff', detail: 'vpc-1' },
    ],
    ['DNS, with a way out', { vpc: { answersDns: false } }, { code: 'DnsOff', detail: 'vpc-1' }],
    [
      'a security group that lets nothing out, before DNS',
      { vpc: { answersDns: false }, groups: { 'sg-1': { ingress: [all], egress: [] } } },
      { code: 'EgressClosed', detail: 'sg-1' },
    ],
    [
      'a security group that lets HTTPS out to another group only',
      { groups: { 'sg-1': { ingress: [], egress: [{ ...nobody, groupIds: ['sg-endpoint'] }] } } },
      { code: 'EgressClosed', detail: 'sg-1' },
    ],
    [
      'an endpoint that lets in another group only',
      {
        vpc: privately,
        groups: { 'sg-endpoint': { ingress: [{ ...nobody, groupIds: ['sg-2'] }], egress: [] } },
      },
      { code: 'EndpointClosed', detail: 'vpce-ssm of vpc-1 (sg-endpoint)' },
    ],
    [
      'an endpoint that is closed, although there is another way out: private DNS leads to the endpoint',
      { vpc: { endpoints: privately.endpoints }, groups: { 'sg-endpoint': { ingress: [], egress: [] } } },
      { code: 'EndpointClosed', detail: 'vpce-ssm of vpc-1 (sg-endpoint)' },
    ],
  ])('%s', (_name, network, cause) => {
    expect(causeIn(network)).toEqual(cause);
  });
});

describe('an endpoint that lets in a block', () => {
  it.each([
    ['10.0.1.0/24', '10.0.1.7', undefined],
    ['10.0.1.7/32', '10.0.1.7', undefined],
    ['0.0.0.0/0', '203.0.113.9', undefined],
    ['10.0.0.0/24', '10.0.1.7', 'EndpointClosed'],
    ['10.0.1.8/32', '10.0.1.7', 'EndpointClosed'],
    ['192.168.0.0/16', '10.0.1.7', 'EndpointClosed'],
    ['::/0', '10.0.1.7', undefined],
  ])('%s takes %s: %s', (block, privateIpAddress, code) => {
    const groups = { 'sg-endpoint': { ingress: [{ ...nobody, blocks: [block] }], egress: [] } };
    expect(causeIn({ instance: { privateIpAddress }, vpc: privately, groups })?.code).toBe(code);
  });
});

it("names security groups in the same order, whatever EC2's", () => {
  const closed = { ingress: [], egress: [] };
  const groups = { 'sg-1': closed, 'sg-2': closed };
  const detailOf = (...securityGroupIds: string[]) =>
    causeIn({ instance: { securityGroupIds }, groups })?.detail;
  expect(detailOf('sg-2', 'sg-1')).toBe('sg-1, sg-2');
  expect(detailOf('sg-1', 'sg-2')).toBe('sg-1, sg-2');
});
