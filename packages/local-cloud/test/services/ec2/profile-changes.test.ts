import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListCommandsCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../src/account/sdk-settings.ts';
import type { Registration } from '../../../src/agent/instance-spec.ts';
import { accountId, newCloud } from '../../cloud-bench.ts';
import { spec } from './pretend-world.ts';

const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const withoutProfile = { kind: 'never', cause: 'no-instance-profile' } as const;

/** An account with the profiles `good` and `bare`, whose role has no policy, and one instance. */
async function makeBench(registration: Registration, profileName?: string) {
  const { cloud } = newCloud();
  cloud.iam.directory.declareRole({ roleName: 'good', attachedPolicyArns: [PolicyArn] });
  cloud.iam.directory.declareRole({ roleName: 'bare' });
  for (const name of ['good', 'bare'])
    cloud.iam.directory.declareProfile({ profileName: name, roleName: name });
  const instanceProfileArn = `arn:aws:iam::${accountId}:instance-profile/${profileName}`;
  const [instance] = cloud.ec2.launch([
    spec({ registration, ...(profileName === undefined ? {} : { instanceProfileArn }) }),
  ]);
  if (instance === undefined) throw new Error('nothing was launched');
  await cloud.pass(3600);
  const ec2 = new EC2Client(sdkSettings(cloud));
  const associate = (Name: string) =>
    ec2.send(
      new AssociateIamInstanceProfileCommand({ InstanceId: instance.id, IamInstanceProfile: { Name } }),
    );
  return {
    ...{ cloud, instance, ec2, associate, iam: new IAMClient(sdkSettings(cloud)) },
    isUp: () => instance.agent.isUp(cloud.timeline.nowMs),
  };
}

describe('a profile that comes to a running instance', () => {
  it('is shown at once, and lets the agent register at its next attempt within half an hour', async () => {
    const { cloud, ec2, associate, isUp } = await makeBench(withoutProfile);
    expect(isUp()).toBe(false);
    const { IamInstanceProfileAssociation: association } = await associate('good');
    expect(association).toMatchObject({
      State: 'associating',
      IamInstanceProfile: { Arn: `arn:aws:iam::${accountId}:instance-profile/good` },
    });
    const listed = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}));
    expect(listed.IamInstanceProfileAssociations).toMatchObject([
      { AssociationId: association?.AssociationId, State: 'associated' },
    ]);
    await cloud.pass(1);
    expect(isUp()).toBe(false);
    await cloud.pass(30 * 60);
    expect(isUp()).toBe(true);
  });

  it('is still there after a reboot, when the agent registers sooner', async () => {
    const { cloud, instance, associate, isUp } = await makeBench(withoutProfile);
    await associate('good');
    cloud.ec2.fleet.reboot(instance);
    await cloud.pass(180);
    expect(isUp()).toBe(true);
  });

  it('does not help an instance that lacks something else', async () => {
    const { cloud, associate, isUp } = await makeBench({ kind: 'never', cause: 'no-network' });
    await associate('good');
    await cloud.pass(7200);
    expect(isUp()).toBe(false);
  });

  it('refuses a second one', async () => {
    const { associate, instance } = await makeBench(withoutProfile);
    await associate('good');
    await expect(associate('bare')).rejects.toMatchObject({
      name: 'IncorrectState',
      message: `There is an existing association for instance ${instance.id}`,
    });
  });
});

describe('a profile whose role has no permission', () => {
  it('lets the agent register after a policy is attached to the role', async () => {
    const { cloud, associate, iam, isUp } = await makeBench(withoutProfile);
    await associate('bare');
    await cloud.pass(3600);
    expect(isUp()).toBe(false);
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'bare', PolicyArn }));
    await cloud.pass(30 * 60);
    expect(isUp()).toBe(true);
  });

  it('silences the agent when the policy is detached', async () => {
    const { cloud, iam, isUp } = await makeBench({ kind: 'normal' }, 'good');
    expect(isUp()).toBe(true);
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'good', PolicyArn }));
    await cloud.pass(1);
    expect(isUp()).toBe(false);
  });

  it('has what was sent to its agent meanwhile done when a policy is attached again', async () => {
    const { cloud, instance, iam } = await makeBench({ kind: 'normal' }, 'good');
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'good', PolicyArn }));
    const ssm = new SSMClient(sdkSettings(cloud));
    const DocumentName = 'AWS-RunShellScript';
    await ssm.send(
      new SendCommandCommand({
        DocumentName,
        InstanceIds: [instance.id],
        Parameters: { commands: ['true'] },
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'good', PolicyArn }));
    await cloud.pass(40 * 60);
    const { Commands } = await ssm.send(new ListCommandsCommand({}));
    expect(Commands?.[0]?.Status).toBe('Success');
  });
});

describe('a profile that is taken from an instance', () => {
  it('leaves the agent credentials for one to six hours, and no boot brings it back', async () => {
    const { cloud, instance, ec2, associate, isUp } = await makeBench({ kind: 'normal' }, 'good');
    const AssociationId = instance.id.replace('i-', 'iip-assoc-');
    await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
    await cloud.pass(3590);
    expect(isUp()).toBe(true);
    await cloud.pass(5 * 3600 + 20);
    expect(isUp()).toBe(false);
    cloud.ec2.fleet.reboot(instance);
    await cloud.pass(600);
    expect(isUp()).toBe(false);
    await associate('good');
    await cloud.pass(30 * 60);
    expect(isUp()).toBe(true);
  });
});
