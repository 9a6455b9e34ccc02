import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { imageOf } from '../../../../src/services/ec2/images.ts';
import { list, PretendWorld } from '../pretend-world.ts';

const run = {
  MinCount: 1,
  MaxCount: 1,
  ImageId: imageOf('amazonLinux2023').imageId,
  InstanceType: 't3.micro',
};
const launch = (input: object, world = new PretendWorld()) =>
  world.call(world.ec2, 'RunInstances', { ...run, ...input });
const refusal = (input: object) => {
  const world = new PretendWorld();
  return world.refusal(world.ec2, 'RunInstances', { ...run, ...input });
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What DescribeInstances tells of a launch, ten minutes later. */
function described(input: object) {
  const world = new PretendWorld({ ec2: { hasDefaultHostManagement: true } });
  launch(input, world);
  world.pass(600);
  const [reservation = {}] = list(world.call(world.ec2, 'DescribeInstances', {}), 'Reservations');
  const [instance = {}] = list(reservation, 'Instances');
  return { world, instance };
}

describe('the options of a launch', () => {
  it('are told by DescribeInstances, where EC2 tells them', () => {
    const { instance } = described({
      KeyName: 'mine',
      ClientToken: 'once',
      UserData: base64('#!/bin/sh\necho hello'),
      Monitoring: { Enabled: true },
      EbsOptimized: true,
      InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { SpotInstanceType: 'one-time' } },
      MetadataOptions: {
        HttpTokens: 'optional',
        HttpPutResponseHopLimit: 3,
        InstanceMetadataTags: 'enabled',
      },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30, VolumeType: 'gp3' } },
        { DeviceName: '/dev/sdb', Ebs: { VolumeSize: 5, DeleteOnTermination: false } },
        { DeviceName: '/dev/sdc', NoDevice: '' },
      ],
      CreditSpecification: { CpuCredits: 'unlimited' },
      InstanceInitiatedShutdownBehavior: 'terminate',
    });
    expect(instance).toMatchObject({
      KeyName: 'mine',
      ClientToken: 'once',
      Monitoring: { State: 'enabled' },
      EbsOptimized: true,
      InstanceLifecycle: 'spot',
      MetadataOptions: {
        HttpTokens: 'optional',
        HttpPutResponseHopLimit: 3,
        InstanceMetadataTags: 'enabled',
        HttpEndpoint: 'enabled',
      },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { Status: 'attached', DeleteOnTermination: true } },
        { DeviceName: '/dev/sdb', Ebs: { DeleteOnTermination: false } },
      ],
    });
  });

  it('leave out what was not asked for', () => {
    const { instance } = described({});
    expect(instance).toMatchObject({
      Monitoring: { State: 'disabled' },
      EbsOptimized: false,
      RootDeviceType: 'ebs',
      BlockDeviceMappings: [{ DeviceName: instance?.['RootDeviceName'], Ebs: { DeleteOnTermination: true } }],
    });
    for (const name of ['KeyName', 'InstanceLifecycle', 'ClientToken'])
      expect(Object.entries(instance ?? {}), name).not.toContainEqual([name, expect.anything()]);
  });

  it('without a metadata service keep the agent from registering', () => {
    const isRegistered = (MetadataOptions: object) => {
      const { world } = described({ MetadataOptions });
      return [...world.ec2.fleet.from(0)][0]?.agent.isRegistered(world.timeline.nowMs);
    };
    expect(isRegistered({ HttpTokens: 'required' })).toBe(true);
    expect(isRegistered({ HttpEndpoint: 'disabled' })).toBe(false);
  });

  const large = base64('x'.repeat(16_385));
  const invalid = 'InvalidParameterValue';
  it.each([
    [
      'a type that there is not',
      { InstanceType: 'bogus.type' },
      invalid,
      "Invalid value 'bogus.type' for InstanceType.",
    ],
    ['user data that is no base64', { UserData: 'a?' }, 'InvalidUserData.Malformed', 'Invalid BASE64'],
    ['16,385 bytes of user data', { UserData: large }, invalid, 'User data is limited to 16384 bytes'],
    ['other tokens', { MetadataOptions: { HttpTokens: 'maybe' } }, invalid, "'maybe' for HttpTokens"],
    ['65 hops', { MetadataOptions: { HttpPutResponseHopLimit: 65 } }, invalid, 'Value (65)'],
    [
      'a launch template by name',
      { LaunchTemplate: { LaunchTemplateName: 'a' } },
      'InvalidLaunchTemplateName.NotFoundException',
      'does not exist',
    ],
    [
      'a launch template by id',
      { LaunchTemplate: { LaunchTemplateId: 'lt-1' } },
      'InvalidLaunchTemplateId.NotFound',
      'does not exist',
    ],
    ['a launch template by nothing', { LaunchTemplate: {} }, 'InvalidParameterCombination', 'Either'],
    ['a market that there is not', { InstanceMarketOptions: { MarketType: 'flea' } }, invalid, "'flea'"],
    [
      'a snapshot',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { SnapshotId: 'snap-1' } }] },
      'InvalidSnapshot.NotFound',
      "'snap-1'",
    ],
    [
      'a type of volume',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { VolumeType: 'gp9' } }] },
      invalid,
      "'gp9'",
    ],
    [
      'a large volume',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { VolumeSize: 16_385, VolumeType: 'gp2' } }] },
      invalid,
      'larger than the maximum of 16384GiB',
    ],
    [
      'io2 without IOPS',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { VolumeSize: 4, VolumeType: 'io2' } }] },
      'MissingParameter',
      'iops',
    ],
    [
      'a device twice',
      { BlockDeviceMappings: [{ DeviceName: 'a' }, { DeviceName: 'a' }] },
      'InvalidBlockDeviceMapping',
      "'a'",
    ],
    [
      'rates for a type that has none',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { VolumeType: 'st1', Iops: 100 } }] },
      'InvalidParameterCombination',
      'The parameter iops is not supported for st1 volumes.',
    ],
    [
      'throughput for another type than gp3',
      { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { VolumeType: 'gp2', Throughput: 125 } }] },
      'InvalidParameterCombination',
      'The parameter throughput is not supported for gp2 volumes.',
    ],
    ['a volume without a name', { BlockDeviceMappings: [{ Ebs: {} }] }, 'MissingParameter', 'DeviceName'],
    ['another shutdown behaviour', { InstanceInitiatedShutdownBehavior: 'sleep' }, invalid, "'sleep'"],
    ['other credits', { CreditSpecification: { CpuCredits: 'some' } }, invalid, "'some'"],
  ])('refuses %s', (_, input, code, words) => {
    const refused = refusal(input);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(words);
  });

  it.each([
    ['a capacity block', { InstanceMarketOptions: { MarketType: 'capacity-block' } }],
    ['a persistent request', { InstanceMarketOptions: { SpotOptions: { SpotInstanceType: 'persistent' } } }],
    ['an instance store', { BlockDeviceMappings: [{ DeviceName: 'a', VirtualName: 'ephemeral0' }] }],
    ['network interfaces', { NetworkInterfaces: [] }],
    [
      'tags of network interfaces',
      { TagSpecifications: [{ ResourceType: 'network-interface', Tags: [{ Key: 'a' }] }] },
    ],
    ['a key for a volume', { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { KmsKeyId: 'k' } }] }],
  ])('with %s are not emulated', (_, input) => {
    expect(() => launch(input)).toThrow(NotEmulatedError);
  });
});

describe('the tags of a launch', () => {
  const tagged = (...Tags: object[]) => ({ TagSpecifications: [{ ResourceType: 'instance', Tags }] });
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: '' }));

  it('have keys to 128 characters and values to 256, and are 50', () => {
    const { instance } = described(tagged({ Key: 'k'.repeat(128), Value: '😀'.repeat(256) }, ...many(49)));
    expect(list(instance, 'Tags')).toHaveLength(50);
  });

  it.each([
    ['a key of 129', tagged({ Key: 'k'.repeat(129) }), 'InvalidParameterValue', 'maximum length of 128'],
    [
      'a value of 257',
      tagged({ Key: 'k', Value: 'v'.repeat(257) }),
      'InvalidParameterValue',
      'maximum length of 256',
    ],
    ['51 tags', tagged(...many(51)), 'TagLimitExceeded', '50'],
    ['a key twice', tagged({ Key: 'k' }, { Key: 'k' }), 'InvalidParameterValue', "'k'"],
    ['a reserved key', tagged({ Key: 'AWS:x' }), 'InvalidParameterValue', 'reserved'],
    ['an empty key', tagged({ Key: '' }), 'InvalidParameterValue', 'empty'],
    [
      'tags of a spot request without that market',
      { TagSpecifications: [{ ResourceType: 'spot-instances-request', Tags: many(1) }] },
      'InvalidParameterValue',
      "'spot-instances-request'",
    ],
    [
      'tags of a bucket',
      { TagSpecifications: [{ ResourceType: 'bucket', Tags: many(1) }] },
      'InvalidParameterValue',
      "'bucket'",
    ],
    [
      'long tags of a volume',
      { TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'k'.repeat(129) }] }] },
      'InvalidParameterValue',
      '128',
    ],
  ])('refuses %s', (_, input, code, words) => {
    const refused = refusal(input);
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(words);
  });

  const specify = (ResourceType: string, Key: string) => ({ ResourceType, Tags: [{ Key, Value: 'x' }] });

  it('of volumes and of the spot request are those of DescribeTags, until the volumes are gone', () => {
    const { world, instance } = described({
      BlockDeviceMappings: [{ DeviceName: '/dev/sdb', Ebs: { DeleteOnTermination: false } }],
      InstanceMarketOptions: { MarketType: 'spot' },
      TagSpecifications: [
        specify('instance', 'i'),
        specify('volume', 'v'),
        specify('spot-instances-request', 's'),
      ],
    });
    const tags = () =>
      list(world.call(world.ec2, 'DescribeTags', {}), 'Tags').map(({ Key, ResourceType, ResourceId }) => [
        ...[Key, ResourceType, ResourceId],
      ]);
    const volumes = list(instance, 'BlockDeviceMappings').map(({ Ebs: ebs }) => Object(ebs).VolumeId);
    const ofInstance = ['i', 'instance', instance['InstanceId']];
    const ofRequest = ['s', 'spot-instances-request', instance['SpotInstanceRequestId']];
    const [ofRoot, ofOther] = volumes.map((id) => ['v', 'volume', id]);
    expect(tags()).toEqual([ofInstance, ofRoot, ofOther, ofRequest]);
    const onlyVolumes = { Filters: [{ Name: 'resource-type', Values: ['volume'] }] };
    expect(list(world.call(world.ec2, 'DescribeTags', onlyVolumes), 'Tags')).toHaveLength(2);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [instance['InstanceId']] });
    world.pass(120);
    expect(tags()).toEqual([ofInstance, ofOther, ofRequest]);
  });

  it('need the permission to tag each type of resource', () => {
    const world = new PretendWorld();
    const asked = world.ec2.operations['RunInstances']?.authorize(
      { TagSpecifications: [specify('instance', 'i'), specify('volume', 'v')] },
      { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 },
    );
    const toTag = asked?.filter(({ action }) => action === 'ec2:CreateTags');
    expect(toTag).toMatchObject([
      { resource: expect.stringMatching(/:instance\/\*$/), conditions: { 'aws:RequestTag/i': 'x' } },
      { resource: expect.stringMatching(/:volume\/\*$/), conditions: { 'aws:RequestTag/v': 'x' } },
    ]);
  });

  it("that are AWS's own do not count to the 50", () => {
    const world = new PretendWorld();
    const { spec } = described({}).world.ec2.fleet.from(0).next().value ?? {};
    if (spec === undefined) throw new Error('nothing was launched');
    const [instance] = world.ec2.launch([{ ...spec, tags: { 'aws:autoscaling:groupName': 'g' } }]);
    const Resources = [instance?.id ?? ''];
    world.pass(10);
    world.call(world.ec2, 'CreateTags', { Resources, Tags: many(50) });
    const more = world.refusal(world.ec2, 'CreateTags', { Resources, Tags: [{ Key: 'more' }] });
    expect(more.code).toBe('TagLimitExceeded');
  });
});
