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
    expect(refusal('DescribeVpcs', other)).toEqual({
      code: 'InvalidParameterValue',
      message: `Value ( ${first['NextToken']} ) for parameter NextToken is invalid. The token is invalid.`,
    });
    expect(refusal('DescribeSubnets', { NextToken: first['NextToken'] }).code).toBe('InvalidParameterValue');
  });

  test('accepts alternatives and wildcards', () => {
    const { call } = many();
    expect(list(call('DescribeVpcs', where('vpc-id', 'vpc-10*')), 'Vpcs')).toHaveLength(10);
    expect(list(call('DescribeVpcs', where('vpc-id', 'vpc-100', 'vpc-111')), 'Vpcs')).toHaveLength(2);
  });

  test.each([
    ['DescribeVpcs', 'VpcIds', 'vpc', 'InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'],
    ['DescribeSubnets', 'SubnetIds', 'subnet', 'InvalidSubnetID.NotFound', 'InvalidSubnetID.Malformed'],
    [
      'DescribeRouteTables',
      'RouteTableIds',
      'rtb',
      'InvalidRouteTableID.NotFound',
      'InvalidRouteTableId.Malformed',
    ],
    [
      'DescribeVpcEndpoints',
      'VpcEndpointIds',
      'vpce',
      'InvalidVpcEndpointId.NotFound',
      'InvalidVpcEndpointId.Malformed',
    ],
    [
      'DescribeNetworkAcls',
      'NetworkAclIds',
      'acl',
      'InvalidNetworkAclID.NotFound',
      'InvalidNetworkAclId.Malformed',
    ],
    ['DescribeSecurityGroups', 'GroupIds', 'sg', 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed'],
    [
      'DescribeInternetGateways',
      'InternetGatewayIds',
      'igw',
      'InvalidInternetGatewayID.NotFound',
      'InvalidInternetGatewayId.Malformed',
    ],
    ['DescribeNatGateways', 'NatGatewayIds', 'nat', 'NatGatewayNotFound', 'NatGatewayMalformed'],
    [
      'DescribeIamInstanceProfileAssociations',
      'AssociationIds',
      'iip-assoc',
      'NoSuchAssociation',
      'NoSuchAssociation',
    ],
  ])('refuses %s of an unknown and of a malformed id', (name, member, prefix, notFound, malformed) => {
    const { refusal } = many();
    const unknown = { [member]: [`${prefix}-0123456789abcdef0`] };
    expect(refusal(name, unknown).code).toBe(notFound);
    expect(refusal(name, { [member]: ['i-1'] }).code).toBe(malformed);
    expect(refusal(name, { ...unknown, MaxResults: 5 }).code).toBe('InvalidParameterCombination');
  });

  // The words differ from operation to operation, as they do on AWS.
  test.each([
    [
      'DescribeVpcs',
      2000,
      'Value ( 2000 ) for parameter MaxResults is invalid. Expecting a value smaller than or equal to 1000.',
    ],
    [
      'DescribeSubnets',
      4,
      'Value ( 4 ) for parameter MaxResults is invalid. Expecting a value greater than or equal to 5.',
    ],
    [
      'DescribeRouteTables',
      101,
      'Value ( 101 ) for parameter MaxResults is invalid. Expecting a value smaller than or equal to 100.',
    ],
    [
      'DescribeSecurityGroups',
      1001,
      'Value ( 1001 ) for parameter maxResults is invalid. Expecting a value smaller than 1000.',
    ],
    ['DescribeTags', 4, 'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.'],
    [
      'DescribeNatGateways',
      4,
      "1 validation error detected: Value '4' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 5",
    ],
  ])('refuses %s with MaxResults %d in its own words', (name, MaxResults, message) => {
    expect(many().refusal(name, { MaxResults }).message).toBe(message);
  });

  test('takes any MaxResults for associations of profiles', () => {
    const { call } = many();
    expect(call('DescribeIamInstanceProfileAssociations', { MaxResults: 1001 })).toHaveProperty(
      'IamInstanceProfileAssociations',
    );
  });

  test.each([
    ['DescribeVpcs', 'MaxResults', 'VpcIds', 'VpcIds'],
    ['DescribeSecurityGroups', 'maxResults', 'securityGroupIdSet', 'GroupIds'],
  ])('refuses %s with %s and ids by the names that EC2 has for them', (name, maxResults, ids, member) => {
    expect(many().refusal(name, { MaxResults: 5, [member]: ['x'] }).message).toBe(
      `The parameter ${ids} cannot be used with the parameter ${maxResults}`,
    );
  });

  test.each([
    'DescribeVpcs',
    'DescribeTags',
    'DescribeRegions',
    'DescribeInstances',
    'DescribeInstanceStatus',
  ])('refuses a filter that %s does not have on AWS either', (name) => {
    expect(many().refusal(name, where('public-ip', 'x'))).toEqual({
      code: 'InvalidParameterValue',
      message: "The filter 'public-ip' is invalid",
    });
  });

  test('refuses a filter value of 256 characters', () => {
    expect(many().refusal('DescribeVpcs', where('vpc-id', 'x'.repeat(256)))).toEqual({
      code: 'FilterLimitExceeded',
      message: 'The maximum length for a filter value is 255 characters',
    });
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
