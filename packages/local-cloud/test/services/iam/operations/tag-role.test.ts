import {
  AttachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  IAMClient,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { newCloud } from '../../../cloud-bench.ts';

const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';

function account() {
  const { cloud } = newCloud();
  const iam = new IAMClient(sdkSettings(cloud));
  const { arn } = cloud.iam.directory.declareRole({ roleName: 'node', tags: { Team: 'web' } });
  return { cloud, iam, arn, directory: cloud.iam.directory };
}

test('TagRole replaces the value of a key in any case of letters, and UntagRole removes it', async () => {
  const { iam } = account();
  const role = async () => (await iam.send(new GetRoleCommand({ RoleName: 'node' }))).Role;
  await iam.send(new TagRoleCommand({ RoleName: 'node', Tags: [{ Key: 'team', Value: 'db' }] }));
  expect((await role())?.Tags).toEqual([{ Key: 'team', Value: 'db' }]);
  await iam.send(new UntagRoleCommand({ RoleName: 'node', TagKeys: ['TEAM'] }));
  expect((await role())?.Tags).toBeUndefined();
});

test('GetAccountAuthorizationDetails shows roles with their tags, policies and instance profiles', async () => {
  const { iam, directory } = account();
  directory.declareProfile({ profileName: 'nodes', roleName: 'node' });
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'node', PolicyArn }));
  const command = new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] });
  const { RoleDetailList: [role] = [], IsTruncated } = await iam.send(command);
  expect(role).toMatchObject({
    RoleName: 'node',
    Tags: [{ Key: 'Team', Value: 'web' }],
    AttachedManagedPolicies: [{ PolicyArn }],
    InstanceProfileList: [{ InstanceProfileName: 'nodes' }],
  });
  expect(IsTruncated).toBe(false);
});

test('IAM knows the tags of the role that a call is about', () => {
  const { cloud, arn } = account();
  const { authorize } = cloud.iam.operations['AttachRolePolicy'] ?? {};
  const input = { RoleName: 'node', PolicyArn };
  expect(authorize?.(input, cloud.administrator())).toEqual([
    {
      action: 'iam:AttachRolePolicy',
      resource: arn,
      conditions: {
        'aws:ResourceTag/Team': 'web',
        'iam:ResourceTag/Team': 'web',
        'iam:PolicyARN': PolicyArn,
      },
    },
  ]);
});
