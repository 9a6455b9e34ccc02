import { describe, expect, it } from 'vitest';
import {
  egressTo,
  endpoint,
  faultIn,
  gateway,
  type Network,
  nat,
  none,
  noWay,
  privately,
  table,
  to,
  unnamed,
} from '../network-builders.ts';

const certain = 'certain';
const likely = 'likely';

describe('the fault of a network is', () => {
  it.each<[string, Network, string, string, 'certain' | 'likely']>([
    ['no route and no endpoints', { vpc: none }, 'NoRoute', noWay, certain],
    [
      'a table of the subnet without a way, beside a main one with one',
      { vpc: { routeTables: [table([nat]), table([], false, ['subnet-1'])] } },
      'NoRoute',
      'subnet-1 of vpc-1 (rtb-own)',
      certain,
    ],
    [
      'a route to private addresses alone, unless a private hosted zone names endpoints there',
      { vpc: { routeTables: [table([to('other', '192.168.0.0/16')])] } },
      'NoRoute',
      noWay,
      likely,
    ],
    [
      'a route to private addresses that the security group does not let out to',
      {
        vpc: { routeTables: [table([to('other', '192.168.0.0/16')])] },
        groups: { 'sg-1': egressTo('10.0.0.0/16') },
      },
      'NoRoute',
      noWay,
      certain,
    ],
    [
      'an internet gateway without a public address',
      { vpc: { routeTables: [table([gateway])] } },
      'NoPublicAddress',
      noWay,
      certain,
    ],
    [
      'an internet gateway without a public address, beside a peering',
      { vpc: { routeTables: [table([gateway, to('other', '172.16.0.0/12')])] } },
      'NoPublicAddress',
      noWay,
      likely,
    ],
    [
      'a missing endpoint',
      { vpc: { ...privately, endpoints: [endpoint('ssmmessages')] } },
      'NoEndpoint',
      'vpc-1 has no available endpoint of ssm',
      certain,
    ],
    [
      'a missing endpoint of messages',
      { vpc: { ...privately, endpoints: [endpoint('ssm')] } },
      'NoEndpoint',
      'vpc-1 has no available endpoint of ssmmessages or ec2messages',
      certain,
    ],
    [
      'an endpoint that is not available',
      {
        vpc: { ...privately, endpoints: [endpoint('ssm', { isAvailable: false }), endpoint('ssmmessages')] },
      },
      'NoEndpoint',
      'vpc-1 has no available endpoint of ssm',
      certain,
    ],
    [
      'an endpoint without private DNS, unless a private hosted zone leads to it',
      { vpc: { ...none, endpoints: unnamed } },
      'PrivateDnsOff',
      'vpce-ssm of vpc-1',
      likely,
    ],
    [
      'an endpoint that is closed, before its private DNS: a zone does not open it',
      { vpc: { ...none, endpoints: unnamed }, groups: { 'sg-endpoint': { ingress: [], egress: [] } } },
      'EndpointClosed',
      'vpce-ssm of vpc-1 (sg-endpoint)',
      certain,
    ],
  ])('%s', (_name, network, code, detail, certainty) => {
    expect(faultIn(network)).toEqual({ code, detail, certainty });
  });
});
