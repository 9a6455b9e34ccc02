import { describe, expect, it } from 'vitest';
import { shownCause } from '../../../../simulator/rehearsal/causes/shown-cause.ts';
import { accountId, otherAccountId } from '../../../accounts.ts';
import { type Contents, instance, instances, nodes, PROFILES, read } from '../fleet-files.ts';

const profileArn = PROFILES.foreign.Arn;
const vpcId = 'vpc-0123456789abcdef0';
const roleNamed = (statement: object, changes: object = {}) => ({
  RoleName: 'web',
  Arn: `arn:aws:iam::${otherAccountId}:role/web`,
  InstanceProfileList: [{ Arn: profileArn, Roles: [{ RoleName: 'web' }] }],
  RolePolicyList: [{ PolicyName: 'x', PolicyDocument: { Version: '2012-10-17', Statement: statement } }],
  ...changes,
});
const core = {
  Effect: 'Allow',
  Action: ['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*'],
  Resource: '*',
};
const roles = (...list: object[]) =>
  JSON.stringify({ RoleDetailList: list, Policies: [], IsTruncated: false });
const goodRoles = roles(roleNamed(core));

const tables = (...routes: object[]) => ({
  RouteTables: [
    {
      RouteTableId: 'rtb-1',
      VpcId: vpcId,
      OwnerId: otherAccountId,
      Associations: [{ Main: true }],
      Routes: routes,
    },
  ],
});
const endpoints = (...list: object[]) => ({ VpcEndpoints: list });
const groups = (permissions: object[]) => ({
  SecurityGroups: [{ GroupId: 'sg-0123456789abcdef0', IpPermissions: [], IpPermissionsEgress: permissions }],
});
const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const nat = { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' };
const internet = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' };
const acls = {
  NetworkAcls: [
    {
      NetworkAclId: 'acl-1',
      VpcId: vpcId,
      OwnerId: otherAccountId,
      Associations: [{ SubnetId: 'subnet-0123456789abcdef0' }],
      Entries: [true, false].map((Egress) => ({
        ...{ RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Egress },
      })),
    },
  ],
};
const dns = { VpcId: vpcId, EnableDnsSupport: { Value: true } };
const network = (...documents: object[]) =>
  documents.map((document) => JSON.stringify(document, null, 2)).join('\n');

/** The cause of an instance that never registers. */
const causeOf = async (contents: Omit<Contents, 'instances' | 'managed'>, changes: object = {}) => {
  const fleet = instances(instance(1, changes));
  const { running, evidence } = await read({ instances: fleet, managed: nodes(), ...contents });
  const [listed] = running;
  if (listed === undefined) throw new Error('the fleet is empty');
  return shownCause(listed, evidence);
};

describe('with --roles', () => {
  it.each([
    ['allows nothing of it', roles(roleNamed({ ...core, Action: 's3:*' })), 'RoleLacksPermission'],
    [
      'denies it',
      roles(roleNamed([core, { Effect: 'Deny', Action: 'ssm:*', Resource: '*' }])),
      'RoleLacksPermission',
    ],
    ['allows it', goodRoles, 'NotShown'],
    [
      'has a policy that is not in the file',
      roles(roleNamed(core, { AttachedManagedPolicies: [{ PolicyArn: 'x' }] })),
      'NotShown',
    ],
    [
      'is not there, and all roles of the account are',
      roles(roleNamed(core, { InstanceProfileList: [] })),
      'ProfileWithoutRole',
    ],
    [
      'is not there, and the account is another',
      roles({ RoleName: 'x', Arn: `arn:aws:iam::${accountId}:role/x` }),
      'NotShown',
    ],
    [
      'is not there, and the list is cut off',
      JSON.stringify({
        RoleDetailList: [{ RoleName: 'x', Arn: `arn:aws:iam::${otherAccountId}:role/x` }],
        IsTruncated: true,
      }),
      'NotShown',
    ],
    [
      'is not in the profile (list-instance-profiles)',
      JSON.stringify({ InstanceProfiles: [{ Arn: profileArn, Roles: [] }] }),
      'ProfileWithoutRole',
    ],
    [
      'is known by name alone',
      JSON.stringify({ InstanceProfiles: [{ Arn: profileArn, Roles: [{ RoleName: 'web' }] }] }),
      'NotShown',
    ],
  ])('the role %s', async (_, file, code) => {
    expect((await causeOf({ roles: file })).code).toBe(code);
  });

  it('a policy in another form is not known', async () => {
    expect((await causeOf({ roles: roles(roleNamed({ Effect: 'Perhaps' })) })).code).toBe('NotShown');
  });

  it('reads the default version of a managed policy', async () => {
    const versions = [
      { VersionId: 'v1', Document: { Statement: core } },
      { VersionId: 'v2', Document: { Statement: [{ ...core, Action: 's3:*' }] } },
    ];
    const attached = { RolePolicyList: [], AttachedManagedPolicies: [{ PolicyArn: 'arn:p' }] };
    const file = JSON.stringify({
      RoleDetailList: [roleNamed(core, attached)],
      Policies: [{ Arn: 'arn:p', DefaultVersionId: 'v2', PolicyVersionList: versions }],
    });
    expect(await causeOf({ roles: file })).toEqual({
      code: 'RoleLacksPermission',
      detail: 'role web lacks ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel',
      certainty: 'likely',
      notLookedAt: [
        'the setting of Default Host Management',
        'the network',
        'the instance itself (its agent, clock, firewall and proxy)',
      ],
    });
  });

  it.each([
    ['allows nothing of it', 'arn:p', 's3:*', 'BoundaryRefuses'],
    ['allows it', 'arn:p', '*', 'NotShown'],
    ['is not in the file', 'arn:q', '*', 'NotShown'],
  ])('the permissions boundary of the role %s', async (_, arn, Action, code) => {
    const bound = { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn } };
    const versions = [{ VersionId: 'v1', Document: { Statement: { ...core, Action } } }];
    const file = JSON.stringify({
      RoleDetailList: [roleNamed(core, bound)],
      Policies: [{ Arn: 'arn:p', DefaultVersionId: 'v1', PolicyVersionList: versions }],
    });
    expect((await causeOf({ roles: file })).code).toBe(code);
  });

  it.each([
    ['is off', '$None', {}, 'NoInstanceProfile'],
    ['is on', 'service-role/Default', {}, 'NotShown'],
    [
      'is on, and IMDSv1 is allowed',
      'Default',
      { MetadataOptions: { HttpTokens: 'optional' } },
      'ImdsV1Allowed',
    ],
    ['has a role that allows nothing', 'web', {}, 'DefaultHostRoleLacksPermission'],
    [
      'is on in another region',
      'Default',
      { Placement: { AvailabilityZone: 'us-east-1a' } },
      'NoInstanceProfile',
    ],
  ])('Default Host Management %s', async (_, SettingValue, changes, code) => {
    const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
    const ARN = `arn:aws:ssm:eu-west-1:${otherAccountId}:servicesetting${SettingId}`;
    const setting = JSON.stringify({ ServiceSetting: { SettingId, SettingValue, ARN } });
    const file = `${roles(roleNamed({ ...core, Action: 's3:*' }))}\n${setting}`;
    expect((await causeOf({ roles: file }, { IamInstanceProfile: undefined, ...changes })).code).toBe(code);
  });

  it('refuses another document, with the command', async () => {
    await expect(causeOf({ roles: '{"Users": []}' })).rejects.toThrow(
      'roles.json: has no roles; allowed: the output of `aws iam get-account-authorization-details --output json`',
    );
    await expect(causeOf({ roles: roles({ RoleName: 1 }) })).rejects.toThrow(
      'roles.json: RoleDetailList[0].RoleName: received 1; allowed: a string',
    );
  });
});

it('a list that was cut off does not show who is registered', async () => {
  const managed = JSON.stringify({ InstanceInformationList: [], NextToken: 'eyJ' });
  const { running, evidence } = await read({
    instances: instances(instance(1, { IamInstanceProfile: undefined })),
    managed,
  });
  const cause = running.map((listed) => shownCause(listed, evidence));
  expect(cause).toEqual([
    { code: 'NotShown', detail: 'the list of managed instances is not whole (NextToken)' },
  ]);
});

describe('with --network', () => {
  const open = groups([all]);

  it.each([
    ['no way out', network(tables(), endpoints(), open), {}, 'NoRoute'],
    [
      'an internet gateway and no public address',
      network(tables(internet), endpoints(), open),
      {},
      'NoPublicAddress',
    ],
    [
      'an internet gateway and a public address',
      network(tables(internet), endpoints(), open, acls, dns),
      { PublicIpAddress: '203.0.113.1' },
      'AgentSilent',
    ],
    ['a NAT gateway', network(tables(nat), endpoints(), open, acls, dns), {}, 'AgentSilent'],
    ['a NAT gateway, and no ACLs', network(tables(nat), endpoints(), open, dns), {}, 'NotShown'],
    [
      'an ACL that lets nothing out',
      network(tables(nat), endpoints(), open, dns, {
        NetworkAcls: acls.NetworkAcls.map((acl) => ({ ...acl, Entries: [] })),
      }),
      {},
      'NetworkAclClosed',
    ],
    [
      'a subnet of another account',
      network(tables(), endpoints(), open, {
        Subnets: [{ SubnetId: 'subnet-0123456789abcdef0', VpcId: vpcId, OwnerId: accountId }],
      }),
      {},
      'VpcOfAnotherAccount',
    ],
    ['a closed security group', network(tables(nat), endpoints(), groups([])), {}, 'EgressClosed'],
    ['tables alone', network(tables(), open), {}, 'NotShown'],
    ['another VPC alone', network(tables(), endpoints(), open), { VpcId: 'vpc-2' }, 'NotShown'],
    [
      'the metadata service off',
      network(tables(), endpoints(), open),
      { MetadataOptions: { HttpEndpoint: 'disabled' } },
      'MetadataOff',
    ],
  ])('%s', async (_, file, changes, code) => {
    expect((await causeOf({ roles: goodRoles, network: file }, changes)).code).toBe(code);
  });

  it('an endpoint without the other one', async () => {
    const ssm = {
      VpcEndpointId: 'vpce-1',
      VpcId: vpcId,
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.ssm',
      State: 'available',
      PrivateDnsEnabled: true,
      Groups: [{ GroupId: 'sg-0123456789abcdef0' }],
    };
    const group = {
      SecurityGroups: [{ GroupId: 'sg-0123456789abcdef0', IpPermissions: [all], IpPermissionsEgress: [all] }],
    };
    const file = network(tables(), endpoints(ssm), group, { NatGateways: [] }, { NetworkAcls: [{}] });
    expect((await causeOf({ roles: goodRoles, network: file })).code).toBe('NoEndpoint');
  });

  it('names what is missing, and nothing else', async () => {
    expect((await causeOf({ network: network(tables(nat), endpoints(), open) })).detail).toBe(
      'not given: --roles (aws iam get-account-authorization-details); --network (aws ec2 describe-vpc-attribute --attribute enableDnsSupport --vpc-id ID, aws ec2 describe-network-acls)',
    );
  });

  it('refuses another document, with the commands', async () => {
    await expect(causeOf({ network: '{"Volumes": []}' })).rejects.toThrow(
      /^network\.json: has none of the lists that are read; allowed: the output of `aws ec2 describe-route-tables`/,
    );
  });
});
