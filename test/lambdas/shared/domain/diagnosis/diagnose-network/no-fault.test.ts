import { describe, expect, it } from 'vitest';
import {
  acl,
  allowsAll,
  egressTo,
  endpoint,
  faultIn,
  gateway,
  ingressOf,
  type Network,
  nat,
  nobody,
  none,
  openAcls,
  privately,
  table,
  to,
  unnamed,
} from '../network-builders.ts';

describe('a network has no fault', () => {
  it.each<[string, Network]>([
    ['with a way out', {}],
    ['with endpoints and no way out', { vpc: privately }],
    [
      'with the endpoint of older agents',
      { vpc: { ...privately, endpoints: [endpoint('ssm'), endpoint('ec2messages')] } },
    ],
    [
      'with a closed endpoint of messages beside the open one of older agents',
      {
        vpc: {
          ...privately,
          endpoints: [endpoint('ssm'), endpoint('ssmmessages', { policy: [] }), endpoint('ec2messages')],
        },
      },
    ],
    [
      'with an internet gateway and a public address',
      { instance: { publicIpAddress: '203.0.113.1' }, vpc: { routeTables: [table([gateway])] } },
    ],
    [
      'with a table of the subnet beside a main one without a way',
      { vpc: { routeTables: [table([]), table([nat], false, ['subnet-1'])] } },
    ],
    ['when route tables could not be read', { vpc: { routeTables: undefined } }],
    ['when endpoints could not be read', { vpc: { endpoints: undefined, ...none } }],
    ['when DNS could not be read', { vpc: { answersDns: undefined } }],
    ['when network ACLs could not be read', { vpc: { networkAcls: undefined } }],
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
          'sg-endpoint': ingressOf({ groupIds: ['sg-1'] }),
        },
      },
    ],
    [
      'with rules of prefix lists',
      {
        vpc: privately,
        groups: {
          'sg-1': { ingress: [], egress: [{ ...nobody, hasPrefixList: true }] },
          'sg-endpoint': ingressOf({ hasPrefixList: true }),
        },
      },
    ],
    [
      'with egress to the subnet of the endpoint',
      { vpc: privately, groups: { 'sg-1': egressTo('10.0.2.0/24') } },
    ],
    [
      'with egress to any block, when the subnet of the endpoint is not seen',
      { vpc: { ...privately, subnets: new Map() }, groups: { 'sg-1': egressTo('10.9.0.0/24') } },
    ],
    [
      'with egress to some public addresses, which may be the endpoints',
      { groups: { 'sg-1': egressTo('52.94.0.0/16') } },
    ],
    ['by a route to some public addresses', { vpc: { routeTables: [table([to('other', '52.94.0.0/16')])] } }],
    [
      'with an endpoint that is closed and has private DNS off, beside a way out',
      { vpc: { endpoints: unnamed }, groups: { 'sg-endpoint': { ingress: [], egress: [] } } },
    ],
    [
      'with endpoints in the subnet itself, where no network ACL lies',
      {
        vpc: {
          ...none,
          endpoints: privately.endpoints.map((one) => ({ ...one, subnetIds: ['subnet-1'] })),
          networkAcls: [acl('subnet-1')],
        },
      },
    ],
    [
      'with endpoints in two subnets, one of them closed by its network ACL',
      {
        vpc: {
          ...none,
          endpoints: privately.endpoints.map((one) => ({ ...one, subnetIds: ['subnet-2', 'subnet-1'] })),
          networkAcls: [...openAcls.slice(0, 1), acl('subnet-2')],
        },
      },
    ],
    [
      'with the policy of an endpoint that allows the actions',
      {
        vpc: {
          ...none,
          endpoints: [
            endpoint('ssm', { policy: [{ ...allowsAll, actions: ['ssm:*'], isUnconditional: false }] }),
            endpoint('ssmmessages', { policy: undefined }),
          ],
        },
      },
    ],
  ])('%s', (_name, network) => {
    expect(faultIn(network)).toBeUndefined();
  });
});
