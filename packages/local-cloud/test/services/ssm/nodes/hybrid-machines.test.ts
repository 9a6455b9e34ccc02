import { beforeEach, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../../../src/account/account.ts';
import { succeedingScript } from '../../../../src/agent/instance-spec.ts';
import { platforms } from '../../../../src/agent/platforms.ts';
import type { HybridMachine } from '../../../../src/services/ssm/nodes/hybrid-machine.ts';
import { newCloud } from '../../../cloud-bench.ts';
import { spec } from '../../ec2/pretend-world.ts';

const roleName = 'machines';
const hourMs = 3_600_000;
const trusting = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const machine = {
  spec: {
    platform: platforms.debian12,
    architecture: 'x86_64',
    agentVersion: '3.3.4177.0',
    registration: { kind: 'normal' },
    script: succeedingScript,
  },
  computerName: 'berlin-1.example.com',
  ipAddress: '192.0.2.1',
} as const;

let cloud: LocalCloud;
beforeEach(() => {
  ({ cloud } = newCloud());
  cloud.iam.directory.declareRole({
    roleName,
    trust: trusting('ssm.amazonaws.com'),
    attachedPolicyArns: [cloud.iam.directory.awsPolicyArn('AmazonSSMManagedInstanceCore')],
  });
});

const run = () => cloud.ssm.operations;
const administrator = () => cloud.administrator();
function activate(more: object = {}, IamRole = roleName) {
  const { ActivationId = '', ActivationCode = '' } = run().CreateActivation.run(
    { IamRole, ...more },
    administrator(),
  );
  return { activationId: ActivationId, activationCode: ActivationCode, region: cloud.region };
}
const register = (line = activate()): HybridMachine => cloud.ssm.machines.register(machine, line);
const listed = (filters: { Key: string; Values: string[] }[] = []) =>
  run().DescribeInstanceInformation.run({ Filters: filters, MaxResults: 50 }, administrator())
    .InstanceInformationList ?? [];
const events = (detailType: string) => {
  const found: unknown[] = [];
  cloud.record.listen(({ kind, fields }) => {
    if (kind === 'events.put' && fields['detailType'] === detailType) found.push(fields);
  });
  return found;
};

describe('a machine outside EC2', () => {
  it('is a node when its agent was heard, with what its activation says', async () => {
    const line = activate({ DefaultInstanceName: 'berlin', Tags: [{ Key: 'site', Value: 'berlin' }] });
    const node = register(line);
    expect(node.id).toMatch(/^mi-[0-9a-f]{17}$/);
    expect(listed()).toEqual([]);
    const registeredMs = cloud.timeline.nowMs;
    await cloud.pass(120);
    expect(listed()).toMatchObject([
      {
        ...{
          InstanceId: node.id,
          PingStatus: 'Online',
          PlatformType: 'Linux',
          ResourceType: 'ManagedInstance',
        },
        ...{ ActivationId: line.activationId, IamRole: roleName, Name: 'berlin', SourceId: node.id },
        ...{ IPAddress: '192.0.2.1', ComputerName: 'berlin-1.example.com' },
        RegistrationDate: new Date(registeredMs),
        SourceType: 'AWS::SSM::ManagedInstance',
      },
    ]);
    expect(listed([{ Key: 'ActivationIds', Values: [line.activationId] }])).toHaveLength(1);
    expect(listed([{ Key: 'tag:site', Values: ['berlin'] }])).toHaveLength(1);
    expect(listed([{ Key: 'ResourceType', Values: ['EC2Instance'] }])).toEqual([]);
  });

  it('stands on pages after the instances, each node once', async () => {
    const ids = Array.from({ length: 30 }, () => register(activate()).id);
    const instances = cloud.ec2.launch(Array.from({ length: 30 }, () => spec())).map(({ id }) => id);
    await cloud.pass(600);
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = run().DescribeInstanceInformation.run({ MaxResults: 7, NextToken }, administrator());
      found.push(...(page.InstanceInformationList ?? []).map(({ InstanceId = '' }) => InstanceId));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found).toEqual([...instances, ...ids]);
  });

  it('runs a command by its id and by its tags, and events name it by the ARN of a node', async () => {
    const node = register(activate({ Tags: [{ Key: 'site', Value: 'berlin' }] }));
    await cloud.pass(120);
    const DocumentName = 'AWS-RunShellScript';
    const Parameters = { commands: ['true'] };
    const send = run().SendCommand;
    send.run({ DocumentName, Parameters, InstanceIds: [node.id] }, administrator());
    send.run(
      { DocumentName, Parameters, Targets: [{ Key: 'tag:site', Values: ['berlin'] }] },
      administrator(),
    );
    await cloud.pass(300);
    const { CommandInvocations } = run().ListCommandInvocations.run({ InstanceId: node.id }, administrator());
    expect(CommandInvocations?.map(({ Status }) => Status)).toEqual(['Success', 'Success']);
    const rights = send.authorize({ DocumentName, InstanceIds: [node.id] }, administrator());
    expect(rights.map(({ resource }) => resource)).toContain(
      `arn:aws:ssm:${cloud.region}:${cloud.accountId}:managed-instance/${node.id}`,
    );
  });

  it('loses the connection when it is switched off, and a command waits until it is back', async () => {
    const node = register();
    await cloud.pass(120);
    cloud.ssm.machines.stop(node);
    await cloud.pass(1200);
    expect(listed()).toMatchObject([{ PingStatus: 'ConnectionLost' }]);
    const input = { DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['true'] } };
    run().SendCommand.run({ ...input, InstanceIds: [node.id] }, administrator());
    await cloud.pass(60);
    cloud.ssm.machines.start(node);
    await cloud.pass(300);
    const { CommandInvocations } = run().ListCommandInvocations.run({ InstanceId: node.id }, administrator());
    expect(CommandInvocations).toMatchObject([{ Status: 'Success' }]);
  });

  it('is listed no more when it is deregistered, and no command reaches it', async () => {
    const node = register();
    await cloud.pass(120);
    run().DeregisterManagedInstance.run({ InstanceId: node.id }, administrator());
    expect(listed()).toEqual([]);
    const input = {
      ...{ DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['true'] } },
      InstanceIds: [node.id],
    };
    expect(() => run().SendCommand.run(input, administrator())).toThrow(
      expect.objectContaining({ code: 'InvalidInstanceId' }),
    );
    expect(() => run().DeregisterManagedInstance.run({ InstanceId: node.id }, administrator())).toThrow(
      expect.objectContaining({ code: 'InvalidInstanceId' }),
    );
  });

  it('never answers when its role lets no agent register', async () => {
    cloud.iam.directory.declareRole({ roleName: 'weak', trust: trusting('ssm.amazonaws.com') });
    register(activate({}, 'weak'));
    await cloud.pass(7200);
    expect(listed()).toEqual([]);
  });

  it('tells by an event which of its tags changed, and the Tagging API shows them', async () => {
    const seen = events('Tag Change on Resource');
    const node = register(activate({ Tags: [{ Key: 'site', Value: 'berlin' }] }));
    const other = register();
    const name = { ResourceType: 'ManagedInstance', ResourceId: node.id } as const;
    run().AddTagsToResource.run({ ...name, Tags: [{ Key: 'role', Value: 'web' }] }, administrator());
    run().AddTagsToResource.run({ ...name, Tags: [{ Key: 'role', Value: 'web' }] }, administrator());
    await cloud.pass(60);
    expect(seen).toHaveLength(1);
    const { ResourceTagMappingList } = cloud.tagging.operations.GetResources.run(
      { ResourceTypeFilters: ['ssm:managed-instance'] },
      administrator(),
    );
    expect(ResourceTagMappingList).toMatchObject([
      {
        Tags: [
          { Key: 'site', Value: 'berlin' },
          { Key: 'role', Value: 'web' },
        ],
      },
    ]);
    const arns = [node, other].map(
      ({ id }) => `arn:aws:ssm:${cloud.region}:${cloud.accountId}:managed-instance/${id}`,
    );
    const named = cloud.tagging.operations.GetResources.run({ ResourceARNList: arns }, administrator());
    expect(named.ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN)).toEqual([arns[0]]);
  });
});

describe('an activation', () => {
  const refused = (code: string) => expect.objectContaining({ code });

  it('refuses a role that Systems Manager may not assume, in the words of AWS', () => {
    cloud.iam.directory.declareRole({ roleName: 'other', trust: trusting('ec2.amazonaws.com') });
    for (const role of ['none', 'other'])
      expect(() => activate({}, role)).toThrow(
        `Nonexistent role or missing ssm service principal in trust policy: arn:aws:iam::${cloud.accountId}:role/${role}`,
      );
  });

  it('refuses an expiry in the past, and one of more than 30 days', () => {
    for (const hours of [-1, 30 * 24 + 1]) {
      const ExpirationDate = new Date(cloud.timeline.nowMs + hours * hourMs);
      expect(() => activate({ ExpirationDate })).toThrow(refused('ValidationException'));
    }
  });

  it('registers one machine in a day unless it says otherwise', async () => {
    const line = activate();
    register(line);
    expect(() => register(line)).toThrow('limit');
    const later = activate({ RegistrationLimit: 2 });
    await cloud.pass(24 * 3600);
    expect(() => register(later)).toThrow('expired');
    const { ActivationList } = run().DescribeActivations.run({}, administrator());
    expect(ActivationList).toMatchObject([
      { RegistrationsCount: 1, RegistrationLimit: 1, Expired: true },
      { RegistrationsCount: 0, RegistrationLimit: 2, Expired: true },
    ]);
  });

  it('refuses another code and another region, and registers nobody when it is deleted', () => {
    const line = activate();
    expect(() => register({ ...line, activationCode: 'x' })).toThrow('code');
    expect(() => register({ ...line, region: 'eu-north-1' })).toThrow('eu-north-1');
    run().DeleteActivation.run({ ActivationId: line.activationId }, administrator());
    expect(() => register(line)).toThrow(refused('InvalidActivation'));
  });

  it('needs the right to pass its role', () => {
    const rights = run().CreateActivation.authorize({ IamRole: roleName }, administrator());
    expect(rights).toMatchObject([
      { action: 'ssm:CreateActivation' },
      { action: 'iam:PassRole', resource: `arn:aws:iam::${cloud.accountId}:role/${roleName}` },
    ]);
  });

  it('registers the thousand and first machine in the advanced tier only', () => {
    const line = activate({ RegistrationLimit: 1000 });
    for (let count = 0; count < 1000; count++) register(line);
    expect(() => register()).toThrow('tier');
    const SettingId = '/ssm/managed-instance/activation-tier';
    run().UpdateServiceSetting.run({ SettingId, SettingValue: 'advanced' }, administrator());
    expect(register().id).toMatch(/^mi-/);
  });
});
