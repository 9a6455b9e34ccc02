import { describe, expect, it } from 'vitest';
import {
  acl,
  all,
  allowsAll,
  egressTo,
  endpoint,
  entry,
  faultIn,
  ingressOf,
  type Network,
  nobody,
  none,
  openAcls,
  privately,
  unnamed,
} from '../network-builders.ts';

const certain = 'certain';
const likely = 'likely';

describe('the fault of a network is', () => {
  it.each<[string, Network, string, string, 'certain' | 'likely']>([
    [
      'DNS, before private DNS that needs it',
      { vpc: { ...none, answersDns: false, endpoints: unnamed } },
      'DnsOff',
      'vpc-1',
      likely,
    ],
    ['DNS, with a way out', { vpc: { answersDns: false } }, 'DnsOff', 'vpc-1', likely],
    [
      'a security group that lets nothing out, before DNS',
      { vpc: { answersDns: false }, groups: { 'sg-1': { ingress: [all], egress: [] } } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'a security group that lets nothing out, whatever the endpoints are',
      { vpc: { endpoints: undefined }, groups: { 'sg-1': { ingress: [all], egress: [] } } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'a security group that lets HTTPS out to another group only',
      { groups: { 'sg-1': { ingress: [], egress: [{ ...nobody, groupIds: ['sg-endpoint'] }] } } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'a security group that lets HTTPS out to the VPC alone, and no endpoint there',
      { groups: { 'sg-1': egressTo('10.0.0.0/16') } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'a security group that lets HTTPS out to private addresses, where a zone may name endpoints',
      { groups: { 'sg-1': egressTo('10.0.0.0/8') } },
      'EgressClosed',
      'sg-1',
      likely,
    ],
    [
      'a security group that lets HTTPS out by IPv6 alone',
      { groups: { 'sg-1': egressTo('::/0') } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'a security group that lets HTTPS out to another subnet than that of the endpoint',
      { vpc: privately, groups: { 'sg-1': egressTo('10.0.3.0/24') } },
      'EgressClosed',
      'sg-1',
      certain,
    ],
    [
      'an endpoint that lets in another group only',
      { vpc: privately, groups: { 'sg-endpoint': ingressOf({ groupIds: ['sg-2'] }) } },
      'EndpointClosed',
      'vpce-ssm of vpc-1 (sg-endpoint)',
      certain,
    ],
    [
      'an endpoint that is closed beside another way out: private DNS leads to it, if Amazon answers DNS',
      { vpc: { endpoints: privately.endpoints }, groups: { 'sg-endpoint': { ingress: [], egress: [] } } },
      'EndpointClosed',
      'vpce-ssm of vpc-1 (sg-endpoint)',
      likely,
    ],
    [
      'the policy of an endpoint',
      {
        vpc: {
          ...none,
          endpoints: [
            endpoint('ssm', { policy: [{ ...allowsAll, actions: ['s3:*'] }] }),
            endpoint('ssmmessages'),
          ],
        },
      },
      'EndpointPolicyRefuses',
      'vpce-ssm of vpc-1 does not allow ssm:UpdateInstanceInformation',
      certain,
    ],
    [
      'a network ACL that lets nothing out',
      { vpc: { networkAcls: [acl('subnet-1', entry({ direction: 'in' }))] } },
      'NetworkAclClosed',
      'acl-1 of subnet-1 lets no HTTPS out',
      certain,
    ],
    [
      'a network ACL that lets no answers in',
      {
        vpc: {
          networkAcls: [acl('subnet-1', entry(), entry({ direction: 'in', ports: { from: 0, to: 1024 } }))],
        },
      },
      'NetworkAclClosed',
      'acl-1 of subnet-1 lets no answers in',
      certain,
    ],
    [
      'a network ACL that denies first what it then allows',
      {
        vpc: {
          networkAcls: [
            acl(
              'subnet-1',
              entry({ isAllowed: false, ports: { from: 443, to: 444 } }),
              entry(),
              entry({ direction: 'in' }),
            ),
          ],
        },
      },
      'NetworkAclClosed',
      'acl-1 of subnet-1 lets no HTTPS out',
      certain,
    ],
    [
      'a network ACL between the instance and the endpoint',
      {
        vpc: {
          ...privately,
          networkAcls: [acl('subnet-1', entry({ block: '10.0.3.0/24' }), entry({ direction: 'in' }))],
        },
      },
      'NetworkAclClosed',
      'acl-1 of subnet-1 lets no HTTPS out (subnet-2)',
      certain,
    ],
    [
      'the network ACL of the endpoint',
      {
        vpc: {
          ...privately,
          networkAcls: [
            ...openAcls.slice(0, 1),
            acl('subnet-2', entry(), entry({ direction: 'in', block: '10.0.3.0/24' })),
          ],
        },
      },
      'NetworkAclClosed',
      'acl-2 of subnet-2 lets no HTTPS in (subnet-1)',
      certain,
    ],
  ])('%s', (_name, network, code, detail, certainty) => {
    expect(faultIn(network)).toEqual({ code, detail, certainty });
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
    ['::/0', '10.0.1.7', 'EndpointClosed'],
  ])('%s takes %s: %s', (block, privateIpAddress, code) => {
    const groups = { 'sg-endpoint': ingressOf({ blocks: [block] }) };
    expect(faultIn({ instance: { privateIpAddress }, vpc: privately, groups })?.code).toBe(code);
  });

  it('of IPv6 may take the instance if the endpoint has IPv6 addresses', () => {
    const vpc = { ...none, endpoints: privately.endpoints.map((one) => ({ ...one, mayUseIpv6: true })) };
    expect(faultIn({ vpc, groups: { 'sg-endpoint': ingressOf({ blocks: ['::/0'] }) } })).toBeUndefined();
  });
});

it("names security groups in the same order, whatever EC2's", () => {
  const closed = { ingress: [], egress: [] };
  const groups = { 'sg-1': closed, 'sg-2': closed };
  const detailOf = (...securityGroupIds: string[]) =>
    faultIn({ instance: { securityGroupIds }, groups })?.detail;
  expect(detailOf('sg-2', 'sg-1')).toBe('sg-1, sg-2');
  expect(detailOf('sg-1', 'sg-2')).toBe('sg-1, sg-2');
});
