import { describe, expect, test } from 'vitest';
import type { InstanceSpec } from '../../../src/agent/instance-spec.ts';
import { defaultGroupId } from '../../../src/services/ec2/vpc-network.ts';
import { type ExampleNetwork, exampleNetwork, type NetworkKind, networkKinds } from './network-examples.ts';
import { list, PROFILE_ARN, PretendWorld, record, spec } from './pretend-world.ts';

const vpcId = 'vpc-0a';

const subnetId = 'subnet-0a';

const availabilityZone = 'eu-west-1a';

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

describe('an undeclared VPC', () => {
  test('exists once an instance is in it, and works through a NAT gateway', () => {
    const { world, call } = start();
    expect(call('DescribeVpcs')).toEqual({ Vpcs: [] });
    world.fleet(spec({ vpcId, subnetId }), spec({ vpcId, subnetId: 'subnet-0b' }));
    expect(list(call('DescribeVpcs'), 'Vpcs')).toMatchObject([{ VpcId: vpcId, State: 'available' }]);
    expect(list(call('DescribeSubnets', where('vpc-id', vpcId)), 'Subnets')).toMatchObject([
      { SubnetId: subnetId, AvailabilityZone: availabilityZone },
      { SubnetId: 'subnet-0b' },
    ]);
    const tables = list(call('DescribeRouteTables', where('association.main', 'true')), 'RouteTables');
    expect(tables).toMatchObject([
      {
        VpcId: vpcId,
        Associations: [{ Main: true }],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/8', GatewayId: 'local', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a', State: 'active' },
        ],
      },
    ]);
    expect(
      list(call('DescribeNatGateways', { Filter: [{ Name: 'vpc-id', Values: [vpcId] }] }), 'NatGateways'),
    ).toMatchObject([{ NatGatewayId: 'nat-0a', State: 'available', ConnectivityType: 'public' }]);
  });

  test('has both DNS attributes, and a default security group that allows all outbound traffic', () => {
    const { call, describeInstance } = start();
    expect(describeInstance({ vpcId, subnetId })).toMatchObject({
      VpcId: vpcId,
      SubnetId: subnetId,
      SecurityGroups: [{ GroupId: defaultGroupId(vpcId), GroupName: 'default' }],
    });
    const attribute = (Attribute: string) => call('DescribeVpcAttribute', { VpcId: vpcId, Attribute });
    expect(attribute('enableDnsSupport')).toEqual({ VpcId: vpcId, EnableDnsSupport: { Value: true } });
    expect(attribute('enableDnsHostnames')).toEqual({ VpcId: vpcId, EnableDnsHostnames: { Value: true } });
    const groups = call('DescribeSecurityGroups', { GroupIds: [defaultGroupId(vpcId)] });
    expect(list(groups, 'SecurityGroups')).toMatchObject([
      { IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
    ]);
  });
});

describe('a declared VPC', () => {
  test('has the defaults of EC2', () => {
    const { network, call } = start();
    network.declare({
      vpcs: [{ vpcId, enableDnsHostnames: false }],
      subnets: [{ subnetId, vpcId, availabilityZone }],
    });
    const [table] = list(call('DescribeRouteTables'), 'RouteTables');
    expect(table).toMatchObject({ Associations: [{ Main: true }], Routes: [{ GatewayId: 'local' }] });
    expect(list(call('DescribeSecurityGroups'), 'SecurityGroups')).toHaveLength(1);
    expect(
      record(
        call('DescribeVpcAttribute', { VpcId: vpcId, Attribute: 'enableDnsHostnames' }),
        'EnableDnsHostnames',
      ),
    ).toEqual({ Value: false });
  });

  test('shows each kind of route in its own member', () => {
    const { network, call } = start();
    const targets = ['igw-1', 'nat-1', 'tgw-1', 'vgw-1', 'pcx-1', 'eni-1', 'eigw-1'];
    const routes = [
      ...targets.map((targetId, index) => ({ destination: `10.${index}.0.0/16`, targetId })),
      { destination: 'pl-1', targetId: 'vpce-1' },
      { destination: '::/0', targetId: 'eigw-1', state: 'blackhole' as const },
    ];
    const table = { routeTableId: 'rtb-1', vpcId, isMain: false, subnetIds: [], routes };
    network.declare({ vpcs: [{ vpcId }], routeTables: [table] });
    const [found] = list(call('DescribeRouteTables', { RouteTableIds: ['rtb-1'] }), 'RouteTables');
    expect(list(found ?? {}, 'Routes').slice(1)).toMatchObject([
      { GatewayId: 'igw-1' },
      { NatGatewayId: 'nat-1' },
      { TransitGatewayId: 'tgw-1' },
      { GatewayId: 'vgw-1' },
      { VpcPeeringConnectionId: 'pcx-1' },
      { NetworkInterfaceId: 'eni-1' },
      { EgressOnlyInternetGatewayId: 'eigw-1' },
      { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
      { DestinationIpv6CidrBlock: '::/0', State: 'blackhole' },
    ]);
  });

  test('refuses private DNS without both DNS attributes, as EC2 does', () => {
    const { network } = start();
    network.declare({ vpcs: [{ vpcId, enableDnsSupport: false }] });
    const endpoint = { vpcEndpointId: 'vpce-1', vpcId, serviceName: 's', type: 'Interface' } as const;
    expect(() => network.declare({ endpoints: [endpoint] })).toThrow('Enabling private DNS requires both');
    network.declare({ endpoints: [{ ...endpoint, privateDnsEnabled: false }] });
  });

  test('refuses a declaration that contradicts itself', () => {
    const { network, world } = start();
    network.declare({ vpcs: [{ vpcId }], subnets: [{ subnetId, vpcId, availabilityZone }] });
    const table = { vpcId, isMain: false, subnetIds: [subnetId], routes: [] };
    network.declare({ routeTables: [{ ...table, routeTableId: 'rtb-1' }] });
    expect(() => network.declare({ vpcs: [{ vpcId }] })).toThrow('declared twice');
    expect(() => network.declare({ routeTables: [{ ...table, routeTableId: 'rtb-2' }] })).toThrow(
      'has rtb-1',
    );
    expect(() => network.declare({ subnets: [{ subnetId: 's', vpcId: 'vpc-x', availabilityZone }] })).toThrow(
      'the VPC vpc-x is not declared',
    );
    expect(() => world.fleet(spec({ vpcId: 'vpc-0b', subnetId }))).toThrow('is in vpc-0a, not in vpc-0b');
    expect(() => world.fleet(spec({ vpcId, subnetId, securityGroupIds: ['sg-x'] }))).toThrow('is not one of');
  });
});

describe('an instance', () => {
  test('shows its profile, its address and its metadata options', () => {
    const { describeInstance } = start();
    const shown = describeInstance({
      instanceProfileArn: PROFILE_ARN,
      hasPublicAddress: true,
      metadata: { httpEndpoint: 'disabled', httpTokens: 'optional' },
    });
    expect(shown).toMatchObject({
      IamInstanceProfile: { Arn: PROFILE_ARN, Id: expect.stringMatching(/^AIPA/) },
      PublicIpAddress: expect.stringMatching(/^203\.0\.113\.\d+$/),
      MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'optional' },
    });
  });

  test('has no public address and IMDSv2 by default', () => {
    const shown = start().describeInstance({});
    expect(shown?.PublicIpAddress).toBeUndefined();
    expect(shown).toMatchObject({ MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required' } });
  });

  test('has an association with its profile', () => {
    const { world, call } = start();
    const ids = world.fleet(spec({ instanceProfileArn: PROFILE_ARN }), spec());
    const associations = (input: object = {}) =>
      list(call('DescribeIamInstanceProfileAssociations', input), 'IamInstanceProfileAssociations');
    expect(associations()).toMatchObject([
      { InstanceId: ids[0], IamInstanceProfile: { Arn: PROFILE_ARN }, State: 'associated' },
    ]);
    expect(associations(where('instance-id', ids[1] ?? ''))).toEqual([]);
    expect(associations(where('instance-id', ...ids))).toHaveLength(1);
  });

  test('launched through the API goes where the call says', () => {
    const { network, call, refusal } = start();
    network.declare({ vpcs: [{ vpcId }], subnets: [{ subnetId, vpcId, availabilityZone: 'eu-west-1c' }] });
    const input = { MinCount: 1, MaxCount: 1, ImageId: 'ami-12345678', InstanceType: 't3.micro' };
    const placed = { ...input, SubnetId: subnetId, SecurityGroupIds: [defaultGroupId(vpcId)] };
    expect(list(call('RunInstances', placed), 'Instances')).toMatchObject([
      { VpcId: vpcId, SubnetId: subnetId, Placement: { AvailabilityZone: 'eu-west-1c' } },
    ]);
    expect(refusal('RunInstances', { ...input, SubnetId: 'subnet-x' }).code).toBe('InvalidSubnetID.NotFound');
    expect(refusal('RunInstances', { ...placed, SecurityGroupIds: ['sg-x'] }).code).toBe(
      'InvalidGroup.NotFound',
    );
  });
});

/** The problem that an agent in the network would find, read from the Describe calls alone. */
function findProblem(
  { placement }: ExampleNetwork,
  { call, describeInstance }: ReturnType<typeof start>,
): string {
  const { vpcId, subnetId } = placement;
  const shown = describeInstance(placement);
  const [group] = list(
    call('DescribeSecurityGroups', { GroupIds: placement.securityGroupIds }),
    'SecurityGroups',
  );
  if (!list(group ?? {}, 'IpPermissionsEgress').some(lets443)) return 'no-egress';
  const dns = record(
    call('DescribeVpcAttribute', { VpcId: vpcId, Attribute: 'enableDnsSupport' }),
    'EnableDnsSupport',
  );
  if (dns['Value'] !== true) return 'no-dns-support';
  const endpoints = list(call('DescribeVpcEndpoints', where('vpc-id', vpcId)), 'VpcEndpoints');
  const endpoint = endpoints.find(({ ServiceName: name }) => name === 'com.amazonaws.eu-west-1.ssm');
  if (endpoint !== undefined) {
    if (endpoint['PrivateDnsEnabled'] !== true) return 'no-private-dns';
    const ids = list(endpoint, 'Groups').map(({ GroupId }) => GroupId);
    const groups = list(call('DescribeSecurityGroups', { GroupIds: ids }), 'SecurityGroups');
    return groups.some((each) => list(each, 'IpPermissions').some(lets443))
      ? 'works-endpoints'
      : 'endpoint-closed';
  }
  const [table] = list(call('DescribeRouteTables', where('association.subnet-id', subnetId)), 'RouteTables');
  const way = list(table ?? { Routes: [] }, 'Routes').find(
    (route) => route['DestinationCidrBlock'] === '0.0.0.0/0',
  );
  if (way === undefined) return endpoints.length > 0 ? 'no-endpoint' : 'no-route';
  if (way['State'] === 'blackhole') return 'nat-gone';
  if (way['NatGatewayId'] !== undefined) return 'works-nat';
  return shown['PublicIpAddress'] === undefined ? 'no-public-address' : 'works-public';
}

function lets443(permission: Record<string, unknown>): boolean {
  return permission['IpProtocol'] === '-1' || Number(permission['FromPort']) === 443;
}

describe('network ACLs', () => {
  const subnets = ['subnet-0a', 'subnet-0b'].map((id) => ({ subnetId: id, vpcId, availabilityZone }));

  test('the default one serves the subnets that no other one does, and allows everything', () => {
    const { network, call } = start();
    network.declare({
      vpcs: [{ vpcId }],
      subnets,
      networkAcls: [
        { networkAclId: 'acl-1', vpcId, isDefault: false, subnetIds: ['subnet-0b'], entries: [] },
      ],
    });
    const found = list(call('DescribeNetworkAcls', where('association.subnet-id', subnetId)), 'NetworkAcls');
    expect(found).toMatchObject([
      { NetworkAclId: 'acl-0a', IsDefault: true, Associations: [{ SubnetId: subnetId }] },
    ]);
    expect(list(found[0] ?? {}, 'Entries')).toEqual([
      ...[true, false].map((Egress) => ({ ...all, RuleNumber: 100, Egress, RuleAction: 'allow' })),
      ...[true, false].map((Egress) => ({ ...all, RuleNumber: 32_767, Egress, RuleAction: 'deny' })),
    ]);
    const [other] = list(call('DescribeNetworkAcls', where('default', 'false')), 'NetworkAcls');
    expect(other).toMatchObject({ NetworkAclId: 'acl-1', Associations: [{ SubnetId: 'subnet-0b' }] });
  });

  const all = { Protocol: '-1', CidrBlock: '0.0.0.0/0' };

  test('two of one subnet, or two default ones, are refused', () => {
    const { network } = start();
    const acl = (networkAclId: string, isDefault: boolean, subnetIds: string[]) => ({
      networkAcls: [{ networkAclId, vpcId, isDefault, subnetIds, entries: [] }],
    });
    network.declare({ vpcs: [{ vpcId }], subnets });
    network.declare(acl('acl-1', false, [subnetId]));
    expect(() => network.declare(acl('acl-2', false, [subnetId]))).toThrow('subnet-0a has acl-1');
    expect(() => network.declare(acl('acl-3', true, []))).toThrow('vpc-0a has acl-0a');
  });
});

test('a VPC of another account shows its parts with their owner, and not its endpoints', () => {
  const { network, call } = start();
  const endpoint = { vpcEndpointId: 'vpce-1', vpcId, serviceName: 'com.amazonaws.eu-west-1.ssm' };
  const ownerId = '1'.repeat(12);
  network.declare({
    vpcs: [{ vpcId, ownerId }],
    subnets: [{ subnetId, vpcId, availabilityZone }],
    endpoints: [{ ...endpoint, type: 'Interface' }],
  });
  for (const part of ['Vpcs', 'Subnets', 'RouteTables', 'NetworkAcls'])
    expect(list(call(`Describe${part}`, where('owner-id', ownerId)), part)).toMatchObject([
      { OwnerId: ownerId },
    ]);
  expect(call('DescribeVpcEndpoints')).toEqual({ VpcEndpoints: [] });
});

describe('the example networks', () => {
  test.each(networkKinds)('%s is visible in the Describe calls', (kind: NetworkKind) => {
    const started = start();
    for (const each of networkKinds)
      started.network.declare(exampleNetwork(each, started.world.host).declaration);
    expect(findProblem(exampleNetwork(kind, started.world.host), started)).toBe(kind);
  });
});
