import { describe, expect, test } from 'vitest';
import type { InstanceSpec } from '../../../src/agent/instance-spec.ts';
import { list, PretendWorld, spec } from './pretend-world.ts';

function start() {
  const world = new PretendWorld();
  const { network } = world.ec2;
  const call = (name: string, input: object = {}) => world.call(world.ec2, name, input);
  const refusal = (name: string, input: object) => world.refusal(world.ec2, name, input);
  const describeInstance = (changes: Partial<InstanceSpec>) => {
    const [id] = world.fleet(spec(changes));
    const reservations = list(call('DescribeInstances', { InstanceIds: [id] }), 'Reservations');
    return list(reservations[0] ?? {}, 'Instances')[0] ?? {};
  };
  return { world, network, call, refusal, describeInstance };
}

const where = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });

describe('a Describe call', () => {
  const many = () => {
    const started = start();
    const vpcs = Array.from({ length: 12 }, (_, index) => ({ vpcId: `vpc-${index + 100}` }));
    started.network.declare({ vpcs });
    return started;
  };

  test('returns pages, whose tokens belong to the request', () => {
    const { call, refusal } = many();
    const sizes: number[] = [];
    let token: unknown;
    do {
      const answer = call('DescribeVpcs', { MaxResults: 5, NextToken: token });
      sizes.push(list(answer, 'Vpcs').length);
      token = answer['NextToken'];
    } while (token !== undefined);
    expect(sizes).toEqual([5, 5, 2]);
    const first = call('DescribeVpcs', { MaxResults: 5 });
    const other = { MaxResults: 5, NextToken: first['NextToken'], ...where('vpc-id', 'vpc-*') };
    expect(refusal('DescribeVpcs', other).code).toBe('InvalidNextToken');
    expect(refusal('DescribeSubnets', { NextToken: first['NextToken'] }).code).toBe('InvalidNextToken');
  });

  test('accepts alternatives and wildcards', () => {
    const { call } = many();
    expect(list(call('DescribeVpcs', where('vpc-id', 'vpc-10*')), 'Vpcs')).toHaveLength(10);
    expect(list(call('DescribeVpcs', where('vpc-id', 'vpc-100', 'vpc-111')), 'Vpcs')).toHaveLength(2);
  });

  test.each([
    ['DescribeVpcs', 'VpcIds', 'InvalidVpcID.NotFound'],
    ['DescribeSubnets', 'SubnetIds', 'InvalidSubnetID.NotFound'],
    ['DescribeRouteTables', 'RouteTableIds', 'InvalidRouteTableID.NotFound'],
    ['DescribeVpcEndpoints', 'VpcEndpointIds', 'InvalidVpcEndpointId.NotFound'],
    ['DescribeSecurityGroups', 'GroupIds', 'InvalidGroup.NotFound'],
    ['DescribeInternetGateways', 'InternetGatewayIds', 'InvalidInternetGatewayID.NotFound'],
    ['DescribeNatGateways', 'NatGatewayIds', 'NatGatewayNotFound'],
    ['DescribeIamInstanceProfileAssociations', 'AssociationIds', 'NoSuchAssociation'],
  ])('refuses %s of an unknown id', (name, member, code) => {
    const { refusal } = many();
    expect(refusal(name, { [member]: ['x-1'] }).code).toBe(code);
    expect(refusal(name, { [member]: ['x-1'], MaxResults: 5 }).code).toBe('InvalidParameterCombination');
  });

  test('refuses values out of bounds, and an attribute of an unknown VPC', () => {
    const { refusal } = many();
    expect(refusal('DescribeVpcs', { MaxResults: 4 }).code).toBe('InvalidParameterValue');
    expect(refusal('DescribeRouteTables', { MaxResults: 101 }).code).toBe('InvalidParameterValue');
    const values = Array.from({ length: 201 }, (_, index) => `vpc-${index}`);
    expect(refusal('DescribeVpcs', where('vpc-id', ...values)).code).toBe('FilterLimitExceeded');
    const attribute = { VpcId: 'vpc-x', Attribute: 'enableDnsSupport' };
    expect(refusal('DescribeVpcAttribute', attribute).code).toBe('InvalidVpcID.NotFound');
  });

  test.each([
    ['DescribeVpcs', where('is-default', 'true')],
    ['DescribeVpcs', { DryRun: true }],
    ['DescribeSecurityGroups', { GroupNames: ['default'] }],
    ['DescribeVpcAttribute', { VpcId: 'vpc-100', Attribute: 'enableNetworkAddressUsageMetrics' }],
  ])('refuses %s %j, which is not emulated', (name, input) => {
    expect(() => many().call(name, input)).toThrow('does not emulate');
  });
});
