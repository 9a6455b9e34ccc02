import {
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { DescribeInstanceInformationCommand, GetServiceSettingCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach } from 'vitest';
import { createDiagnosis } from '../../../../../lambdas/shared/clients/diagnosis/diagnosis-client.ts';
import type { Cause } from '../../../../../lambdas/shared/domain/diagnosis/cause.ts';
import type { Instance } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import { accountId } from '../../../../accounts.ts';
import { anInstance, idOf } from '../../../builders.ts';
import { fakeLog } from '../../../fakes.ts';

export const profileArn = 'arn:x:iam::y:instance-profile/path/agent';
export const document = (...statements: object[]) =>
  encodeURIComponent(JSON.stringify({ Statement: statements }));
export const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
export const gone = new NoSuchEntityException({ message: 'gone', $metadata: {} });

/**
 * The services of an account in which nothing keeps an agent from registering: one instance profile, and one
 * VPC with a NAT gateway. They are reset before each test. Call this once in a test file.
 */
export function mockAccount() {
  const ec2 = mockClient(EC2Client);
  const iam = mockClient(IAMClient);
  const ssm = mockClient(SSMClient);
  const mocks = [ec2, iam, ssm];
  beforeEach(() => {
    for (const mock of mocks) mock.reset();
    iam.on(GetInstanceProfileCommand).callsFake(({ InstanceProfileName: name }) => ({
      InstanceProfile: { Roles: [{ RoleName: `${name}-role` }] },
    }));
    iam.on(GetRoleCommand).callsFake(({ RoleName }) => ({ Role: { RoleName } }));
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'policy/core' }] });
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: 'v7' } });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: document(everything) } });
    ssm.on(GetServiceSettingCommand).resolves({ ServiceSetting: { SettingValue: '$None' } });
    ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [] });
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [] });
    ec2.on(DescribeVpcAttributeCommand).resolves({ EnableDnsSupport: { Value: true } });
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ NatGatewayId: 'nat-1' })] });
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [subnet('subnet-1', '10.0.1.0/24')] });
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [networkAcl()] });
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [securityGroup({ IpProtocol: '-1' })] });
  });
  afterAll(() => {
    for (const mock of mocks) mock.restore();
  });
  return { ec2, iam, ssm };
}

export const subnet = (SubnetId: string, CidrBlock: string, OwnerId = accountId) => ({
  VpcId: 'vpc-1',
  SubnetId,
  CidrBlock,
  OwnerId,
});
/** The default network ACL, with other entries before its own. */
export const networkAcl = (...entries: object[]) => ({
  VpcId: 'vpc-1',
  OwnerId: accountId,
  NetworkAclId: 'acl-1',
  Associations: [{ SubnetId: 'subnet-1' }],
  Entries: [
    ...[32_767, 100].flatMap((RuleNumber) =>
      [true, false].map((Egress) => ({
        ...{ RuleNumber, Egress, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
        RuleAction: RuleNumber === 100 ? ('allow' as const) : ('deny' as const),
      })),
    ),
    ...entries,
  ],
});
export const routeTable = (...routes: object[]) => ({
  VpcId: 'vpc-1',
  OwnerId: accountId,
  RouteTableId: 'rtb-1',
  Associations: [{ Main: true }],
  Routes: [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' as const },
    ...routes.map((route) => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active' as const, ...route })),
  ],
});
export const securityGroup = (rule: object) => ({
  GroupId: 'sg-1',
  IpPermissions: [],
  IpPermissionsEgress: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }], ...rule }],
});

/** An instance in the account's VPC. */
export const placed = (fields: Partial<Instance> = {}) =>
  anInstance({
    ownerId: accountId,
    instanceProfileArn: profileArn,
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    securityGroupIds: ['sg-1'],
    ...fields,
  });

/** The causes of instances, and what the log says of them. */
export async function diagnoseAll(instances: readonly Instance[]) {
  const log = fakeLog();
  const causes = await createDiagnosis(log).causesOf(instances);
  return { causes, lines: log.lines };
}

/** The cause of one instance. @throws when there is none. */
export async function wholeCauseOf(fields: Partial<Instance> = {}): Promise<Cause> {
  const cause = (await diagnoseAll([placed(fields)])).causes.get(idOf(1));
  if (cause === undefined) throw new Error('every instance gets a cause');
  return cause;
}

/** The code of the cause of one instance. */
export const causeOf = async (fields: Partial<Instance> = {}) => (await wholeCauseOf(fields)).code;
