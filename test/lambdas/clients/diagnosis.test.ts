import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { GetServiceSettingCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiagnosis } from '../../../lambdas/clients/diagnosis.ts';
import type { Instance } from '../../../lambdas/domain/instance.ts';
import { anInstance, idOf, idsTo } from '../builders.ts';
import { fakeLog } from '../fakes.ts';

const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const ssm = mockClient(SSMClient);
const mocks = [ec2, iam, ssm];
/** How many calls each service has got: EC2, IAM, Systems Manager. */
const callCounts = () => [ec2.calls().length, iam.calls().length, ssm.calls().length];
afterAll(() => {
  for (const mock of mocks) mock.restore();
});

const profileArn = 'arn:x:iam::y:instance-profile/path/agent';
const document = (...statements: object[]) => encodeURIComponent(JSON.stringify({ Statement: statements }));
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
const gone = new NoSuchEntityException({ message: 'gone', $metadata: {} });
const denied = Object.assign(new Error('not you'), { name: 'AccessDenied' });

/** An account in which nothing keeps an agent from registering: one profile, one VPC with a NAT gateway. */
beforeEach(() => {
  for (const mock of mocks) mock.reset();
  iam.on(GetInstanceProfileCommand).callsFake(({ InstanceProfileName: name }) => ({
    InstanceProfile: { Roles: [{ RoleName: `${name}-role` }] },
  }));
  iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'policy/core' }] });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [] });
  iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v7' } });
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: document(everything) } });
  ssm.on(GetServiceSettingCommand).resolves({ ServiceSetting: { SettingValue: '$None' } });
  ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [] });
  ec2.on(DescribeVpcAttributeCommand).resolves({ EnableDnsSupport: { Value: true } });
  ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ NatGatewayId: 'nat-1' })] });
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [securityGroup({ IpProtocol: '-1' })] });
});

const routeTable = (route: object) => ({
  VpcId: 'vpc-1',
  RouteTableId: 'rtb-1',
  Associations: [{ Main: true }],
  Routes: [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' as const },
    { DestinationCidrBlock: '0.0.0.0/0', State: 'active' as const, ...route },
  ],
});
const securityGroup = (rule: object) => ({
  GroupId: 'sg-1',
  IpPermissions: [],
  IpPermissionsEgress: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }], ...rule }],
});

const placed = (fields: Partial<Instance> = {}) =>
  anInstance({
    instanceProfileArn: profileArn,
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    securityGroupIds: ['sg-1'],
    ...fields,
  });

async function diagnoseAll(instances: readonly Instance[]) {
  const log = fakeLog();
  const causes = await createDiagnosis(log).causesOf(instances);
  return { causes, lines: log.lines };
}
const causeOf = async (fields: Partial<Instance> = {}) =>
  (await diagnoseAll([placed(fields)])).causes.get(idOf(1))?.code;

it('finds nothing in an account that works', async () => {
  expect(await causeOf()).toBe('AgentSilent');
});

it('asks nothing about nobody', async () => {
  expect((await diagnoseAll([])).causes.size).toBe(0);
  expect(callCounts()).toEqual([0, 0, 0]);
});

it('asks once for what instances share, and answers for each', async () => {
  const instances = idsTo(500).map((instanceId) => placed({ instanceId }));
  const { causes, lines } = await diagnoseAll(instances);
  expect(causes.size).toBe(500);
  expect(callCounts()).toEqual([4, 5, 1]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ message: 'cause found', fields: [{ reason: 'AgentSilent', count: 500 }] });
});

it('reads a managed policy once for all roles that have it', async () => {
  const instances = idsTo(3).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  await diagnoseAll(instances);
  expect(iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(3);
  expect(iam.commandCalls(GetPolicyVersionCommand).map(({ args }) => args[0].input)).toEqual([
    { PolicyArn: 'policy/core', VersionId: 'v7' },
  ]);
});

it('reads a role once for all profiles that hold it', async () => {
  iam.on(GetInstanceProfileCommand).callsFake(() => ({ InstanceProfile: { Roles: [{ RoleName: 'one' }] } }));
  const instances = idsTo(3).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  await diagnoseAll(instances);
  expect(iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(1);
});

it('looks into 50 profiles a call, and says how many are left', async () => {
  const instances = idsTo(60).map((instanceId, n) =>
    placed({ instanceId, instanceProfileArn: `${profileArn}-${n}` }),
  );
  const { causes, lines } = await diagnoseAll(instances);
  expect(iam.commandCalls(GetInstanceProfileCommand)).toHaveLength(50);
  expect(causes.size).toBe(60);
  expect(lines[0]).toMatchObject({ message: 'evidence missing', fields: [{ count: 10 }] });
});

describe('the policies of a role', () => {
  it('are read on every page, attached and inline', async () => {
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
    iam
      .on(ListRolePoliciesCommand)
      .resolvesOnce({ PolicyNames: ['a'], IsTruncated: true, Marker: 'm' })
      .resolvesOnce({ PolicyNames: ['b'] });
    iam.on(GetRolePolicyCommand, { PolicyName: 'a' }).resolves({ PolicyDocument: document(everything) });
    const denial = { Effect: 'Deny', Action: ['ssm:*'], Resource: '*' };
    iam.on(GetRolePolicyCommand, { PolicyName: 'b' }).resolves({ PolicyDocument: document(denial) });
    expect(await causeOf()).toBe('RoleLacksPermission');
  });

  it.each([
    ['a denial under conditions', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, 'AgentSilent'],
    ['a denial of some resources', { Resource: ['arn:x'] }, 'AgentSilent'],
    ['a denial of all resources but some', { Resource: undefined, NotResource: 'arn:x' }, 'AgentSilent'],
    ['a denial of all but some actions', { Action: undefined, NotAction: ['s3:*'] }, 'RoleLacksPermission'],
    ['a plain denial', {}, 'RoleLacksPermission'],
  ])('with %s', async (_name, fields, code) => {
    const denial = { Effect: 'Deny', Action: 'ssm:*', Resource: '*', ...fields };
    const Document = document(everything, denial);
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document } });
    expect(await causeOf()).toBe(code);
  });

  it('that hold one statement outside a list, and characters of a URL, are read', async () => {
    const Document = encodeURIComponent(
      JSON.stringify({ Statement: { Sid: 'a+b %', Effect: 'Allow', Action: 's3:*', Resource: '*' } }),
    );
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document } });
    expect(await causeOf()).toBe('RoleLacksPermission');
  });

  it('of which one vanishes meanwhile are not called lacking', async () => {
    iam.on(GetPolicyCommand).rejects(gone);
    expect(await causeOf()).toBe('AgentSilent');
  });
});

it('names a profile that holds no role', async () => {
  iam.on(GetInstanceProfileCommand).resolves({});
  expect(await causeOf()).toBe('ProfileWithoutRole');
});

it('names a profile that is deleted', async () => {
  iam.on(GetInstanceProfileCommand).rejects(gone);
  expect(await causeOf()).toBe('ProfileWithoutRole');
});

it('reads the role of Default Host Management by its name without the path', async () => {
  ssm.on(GetServiceSettingCommand).resolves({ ServiceSetting: { SettingValue: 'service-role/Host' } });
  iam.on(ListAttachedRolePoliciesCommand, { RoleName: 'Host' }).rejects(gone);
  const { instanceProfileArn: _, ...without } = placed();
  const { causes } = await diagnoseAll([without]);
  expect(causes.get(idOf(1))?.code).toBe('DefaultHostRoleLacksPermission');
});

describe('what EC2 says of the network', () => {
  it.each([
    ['a NAT gateway', { NatGatewayId: 'nat-1' }, 'AgentSilent'],
    ['a transit gateway', { TransitGatewayId: 'tgw-1' }, 'AgentSilent'],
    ['a virtual private gateway', { GatewayId: 'vgw-1' }, 'AgentSilent'],
    ['an appliance behind an endpoint', { GatewayId: 'vpce-1' }, 'AgentSilent'],
    ['an internet gateway', { GatewayId: 'igw-1' }, 'NoPublicAddress'],
    [
      'an internet gateway, for IPv6',
      { GatewayId: 'igw-1', DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' },
      'AgentSilent',
    ],
    ['a target that is gone', { NatGatewayId: 'nat-1', State: 'blackhole' }, 'NoRoute'],
    [
      'Amazon S3',
      { GatewayId: 'vpce-1', DestinationCidrBlock: undefined, DestinationPrefixListId: 'pl-1' },
      'NoRoute',
    ],
  ])('a route to %s: %s', async (_name, route, code) => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable(route)] });
    expect(await causeOf()).toBe(code);
  });

  it.each([
    ['tcp', 443, 443, 'AgentSilent'],
    ['6', 0, 65_535, 'AgentSilent'],
    ['tcp', 444, 65_535, 'EgressClosed'],
    ['tcp', 0, 442, 'EgressClosed'],
    ['udp', 443, 443, 'EgressClosed'],
  ])('an outbound rule for %s %i to %i: %s', async (IpProtocol, FromPort, ToPort, code) => {
    const SecurityGroups = [securityGroup({ IpProtocol, FromPort, ToPort })];
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups });
    expect(await causeOf()).toBe(code);
  });

  const endpoint = (service: string) => ({
    VpcId: 'vpc-1',
    VpcEndpointId: `vpce-${service}`,
    VpcEndpointType: 'Interface' as const,
    ServiceName: `com.amazonaws.eu-central-1.${service}`,
    PrivateDnsEnabled: true,
    State: 'Available' as const,
    Groups: [{ GroupId: 'sg-1' }],
  });

  it.each([
    ['of another VPC', { VpcId: 'vpc-2' }],
    ['of another type', { VpcEndpointType: 'Resource' as const }],
  ])('endpoints %s do not count', async (_name, fields) => {
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [{ ...endpoint('ssm'), ...fields }] });
    expect(await causeOf()).toBe('AgentSilent');
  });

  it('each instance is judged by its own VPC', async () => {
    const noWay = { ...routeTable({ State: 'blackhole' }), VpcId: 'vpc-2', RouteTableId: 'rtb-2' };
    ec2
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [noWay, routeTable({ NatGatewayId: 'nat-1' })] });
    const { causes } = await diagnoseAll([placed(), placed({ instanceId: idOf(2), vpcId: 'vpc-2' })]);
    expect([...causes.values()].map(({ code }) => code)).toEqual(['AgentSilent', 'NoRoute']);
  });

  it('endpoints of every page count, of the services by the last part of their names', async () => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ GatewayId: 'local' })] });
    ec2
      .on(DescribeVpcEndpointsCommand)
      .resolvesOnce({ VpcEndpoints: [endpoint('ssm')], NextToken: 'a' })
      .resolvesOnce({ VpcEndpoints: [], NextToken: 'b' })
      .resolves({ VpcEndpoints: [endpoint('ssmmessages'), endpoint('s3')] });
    expect(await causeOf()).toBe('EndpointClosed');
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [endpoint('s3')] });
    expect(await causeOf()).toBe('NoRoute');
  });
});

describe('refused evidence leaves a gap, and the log says which', () => {
  const noWay = () =>
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ State: 'blackhole' })] });

  it.each([
    ['IAM', () => iam.onAnyCommand().rejects(denied), { code: 'NoRoute' }],
    ['EC2', () => ec2.onAnyCommand().rejects(denied), { code: 'AgentSilent', isDoubtful: true }],
    ['Systems Manager', () => ssm.onAnyCommand().rejects(denied), { code: 'NoRoute' }],
  ])('when %s refuses: the cause is what is known', async (_name, refuse, cause) => {
    noWay();
    refuse();
    const { causes, lines } = await diagnoseAll([placed()]);
    expect(causes.get(idOf(1))).toMatchObject(cause);
    const missing = lines.filter(({ level, message }) => level === 'warn' && message === 'evidence missing');
    expect(missing.length).toBeGreaterThan(0);
    for (const { fields } of missing)
      expect(fields).toEqual([expect.objectContaining({ answer: 'AccessDenied: not you' })]);
  });
});

it('logs one line for each cause and place', async () => {
  const { instanceProfileArn: _, ...without } = placed({ instanceId: idOf(3) });
  const { lines } = await diagnoseAll([
    placed({ isMetadataOn: false }),
    placed({ instanceId: idOf(2), isMetadataOn: false }),
    without,
  ]);
  expect(lines.map(({ level, message, fields }) => [level, message, ...fields])).toEqual([
    ['info', 'cause found', { reason: 'MetadataOff', detail: undefined, count: 2, instanceIds: idsTo(2) }],
    [
      'info',
      'cause found',
      { reason: 'NoInstanceProfile', detail: undefined, count: 1, instanceIds: [idOf(3)] },
    ],
  ]);
});

it('finds the cause with its place', async () => {
  iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: document() } });
  expect((await diagnoseAll([placed()])).causes.get(idOf(1))).toEqual({
    code: 'RoleLacksPermission',
    detail: 'role agent-role lacks ssm:UpdateInstanceInformation, ssmmessages:OpenControlChannel',
  });
});
