import { describe, expect, it } from 'vitest';
import type { VpcEvidence } from '../../../../../../lambdas/shared/domain/diagnosis/network-evidence.ts';
import { otherAccountId } from '../../../../../accounts.ts';
import {
  acl,
  egressTo,
  endpoint,
  entry,
  faultIn,
  findIn,
  type Network,
  nobody,
  none,
} from '../network-builders.ts';

const certain = 'certain';
const likely = 'likely';

describe('in a VPC of another account', () => {
  const shared = { ownerId: otherAccountId };

  it.each<[string, Partial<VpcEvidence>, string, string[]]>([
    [
      'no route and no endpoints are no fault',
      none,
      `subnet-1 of vpc-1 belongs to ${otherAccountId}; no way out is seen (rtb-main)`,
      [`endpoints that its owner ${otherAccountId} has in vpc-1`],
    ],
    [
      'a way out tells nothing either: an endpoint may take the traffic',
      {},
      `subnet-1 of vpc-1 belongs to ${otherAccountId}`,
      [`endpoints that its owner ${otherAccountId} has in vpc-1`],
    ],
    [
      'what is not seen is named',
      { routeTables: [], networkAcls: [] },
      `subnet-1 of vpc-1 belongs to ${otherAccountId}`,
      [
        `endpoints that its owner ${otherAccountId} has in vpc-1`,
        'the route table of subnet-1',
        'the network ACL of subnet-1',
      ],
    ],
  ])('%s', (_name, vpc, detail, hidden) => {
    expect(findIn({ vpc: { ...shared, ...vpc } })).toEqual({
      fault: undefined,
      gaps: [],
      shared: { detail, hidden },
    });
  });

  it('no route table is seen, so the VPC is not of the account, even if nothing else tells', () => {
    const { fault, shared: found } = findIn({ vpc: { ownerId: undefined, routeTables: [] } });
    expect(fault).toBeUndefined();
    expect(found?.detail).toBe('subnet-1 of vpc-1 belongs to another account');
  });

  it.each<[string, Network, string, 'certain' | 'likely']>([
    [
      'the own security group that lets nothing out is',
      { groups: { 'sg-1': { ingress: [], egress: [] } } },
      'EgressClosed',
      certain,
    ],
    ['DNS is', { vpc: { answersDns: false } }, 'DnsOff', likely],
    [
      'a network ACL that lets nothing out is, unless the endpoint is in the same subnet',
      { vpc: { networkAcls: [acl('subnet-1', entry({ direction: 'in' }))] } },
      'NetworkAclClosed',
      likely,
    ],
  ])('%s a fault all the same', (_name, { vpc, ...network }, code, certainty) => {
    expect(faultIn({ ...network, vpc: { ...shared, ...vpc } })).toMatchObject({ code, certainty });
  });

  it("egress to the owner's group or to the VPC alone is no fault: the endpoint may be there", () => {
    const toGroup = { ingress: [], egress: [{ ...nobody, groupIds: ['sg-owner'] }] };
    expect(faultIn({ vpc: shared, groups: { 'sg-1': toGroup } })).toBeUndefined();
    expect(faultIn({ vpc: shared, groups: { 'sg-1': egressTo('10.0.0.0/16') } })).toBeUndefined();
  });
});

it('a fault is only likely where nothing tells who owns the VPC', () => {
  const { fault, gaps } = findIn({ vpc: { ...none, ownerId: undefined } });
  expect(fault).toMatchObject({ code: 'NoRoute', certainty: likely });
  expect(gaps).toEqual([{ kind: 'owner', name: 'the owner of vpc-1' }]);
});

it('what could not be read is named, by kind', () => {
  const { gaps } = findIn({
    instance: { securityGroupIds: ['sg-9', 'sg-8', 'sg-7', 'sg-6', 'sg-1'] },
    vpc: { answersDns: undefined, routeTables: undefined, networkAcls: undefined, endpoints: undefined },
  });
  expect(gaps.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
    'DNS: DNS support of vpc-1',
    'endpoints: the endpoints of vpc-1',
    'route table: the route table of subnet-1',
    'network ACL: the network ACL of subnet-1',
    'security groups: security groups sg-6, sg-7, sg-8 and 1 more',
  ]);
  expect(findIn({ instance: { vpcId: 'vpc-2' } }).gaps).toEqual([
    { kind: 'VPC', name: 'the network of vpc-2' },
  ]);
  expect(findIn({ vpc: { endpoints: [endpoint('ssm', { policy: undefined })] } }).gaps).toEqual([
    { kind: 'endpoint policy', name: 'the policy of vpce-ssm' },
  ]);
});
