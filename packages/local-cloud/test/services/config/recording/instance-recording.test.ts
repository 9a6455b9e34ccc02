import {
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import {
  AssociateIamInstanceProfileCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { configBench, instanceType, profileArn, recorder, rule } from '../config-bench.ts';

const inventoryType = 'AWS::SSM::ManagedInstanceInventory';
const only = (...ResourceTypes: readonly string[]) => ({
  ...recorder,
  Recorder: {
    ...recorder.Recorder,
    Properties: { ...recorder.Recorder.Properties, RecordingGroup: { ResourceTypes } },
  },
});
const itemsOf = ({ cloud }: Awaited<ReturnType<typeof configBench>>) =>
  Object.fromEntries(cloud.meter.of('config.configurationItems'));
const named = { ConfigurationRecorderName: 'default' };

describe('a recorder that records', () => {
  it('makes an item some time after a change, of what the change has led to', async () => {
    const bench = await configBench(only(instanceType));
    bench.launch();
    await bench.pass(29);
    expect(itemsOf(bench)).toEqual({});
    // The launch and the start of the instance are one item.
    await bench.pass(300);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 1 });
    await bench.pass(86_400);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 1 });
  });

  it('makes one for each change: of tags, of the profile, of the state; and none when nothing is other', async () => {
    const bench = await configBench(only(instanceType));
    const id = bench.launch();
    const { fleet } = bench.cloud.ec2;
    const ec2 = new EC2Client(sdkSettings(bench.cloud));
    await bench.pass(600);
    const Tags = [{ Key: 'a', Value: 'b' }];
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    await bench.pass(600);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 2 });
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    await bench.pass(600);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 2 });
    const Other = [{ Key: 'c', Value: 'd' }];
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: Other }));
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: Other }));
    await bench.pass(600);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 2 });

    bench.cloud.iam.directory.adoptProfile(profileArn);
    const profile = { InstanceId: id, IamInstanceProfile: { Name: 'web' } };
    await ec2.send(new AssociateIamInstanceProfileCommand(profile));
    await bench.pass(600);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 3 });
    const instance = fleet.find(id);
    if (instance === undefined) throw new Error('no instance');
    fleet.terminate(instance);
    await bench.pass(600);
    expect(itemsOf(bench)[instanceType]).toBeGreaterThanOrEqual(4);
  });

  it('makes one of the inventory when an instance registers, if it records that type', async () => {
    const both = await configBench(only(instanceType, inventoryType));
    both.launch({ registration: { kind: 'late', delaySeconds: 3_600 } });
    await both.pass(3_600);
    expect(itemsOf(both)).toEqual({ [instanceType]: 1 });
    await both.pass(600);
    expect(itemsOf(both)).toEqual({ [instanceType]: 1, [inventoryType]: 1 });
    const one = await configBench(only(instanceType));
    one.launch();
    await one.pass(3_600);
    expect(itemsOf(one)).toEqual({ [instanceType]: 1 });
  });

  it('makes one of each change of compliance, if it records all types', async () => {
    const bench = await configBench({ ...recorder, Rule: rule('one', 'EC2_IMDSV2_CHECK') });
    bench.launch();
    await bench.pass(3_600);
    expect(itemsOf(bench)).toEqual({
      [instanceType]: 1,
      [inventoryType]: 1,
      'AWS::Config::ResourceCompliance': 1,
    });
  });
});

describe('a recorder that is stopped', () => {
  it('makes none, and catches up when it starts', async () => {
    const bench = await configBench(only(instanceType));
    const lost = bench.launch();
    await bench.config.send(new StopConfigurationRecorderCommand(named));
    bench.launch();
    await bench.pass(3_600);
    expect(itemsOf(bench)).toEqual({});
    const instance = bench.cloud.ec2.fleet.find(lost);
    if (instance === undefined) throw new Error('no instance');
    bench.cloud.ec2.fleet.terminate(instance);
    await bench.pass(600);
    await bench.config.send(new StartConfigurationRecorderCommand(named));
    await bench.pass(600);
    expect(itemsOf(bench)).toEqual({ [instanceType]: 1 });
  });
});
