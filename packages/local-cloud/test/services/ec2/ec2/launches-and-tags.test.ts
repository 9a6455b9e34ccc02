import { describe, expect, it } from 'vitest';
import { platforms } from '../../../../src/agent/platforms.ts';
import { imageOf, images } from '../../../../src/services/ec2/images.ts';
import { accountId } from '../../../accounts.ts';
import { list, PROFILE_ARN, PretendWorld, spec } from '../pretend-world.ts';

function describeAll(world: PretendWorld, input: object = {}) {
  return list(world.call(world.ec2, 'DescribeInstances', input), 'Reservations').flatMap((reservation) =>
    list(reservation, 'Instances'),
  );
}

function ids(instances: Record<string, unknown>[]) {
  return instances.map((instance) => instance['InstanceId']);
}

describe('RunInstances and tags', () => {
  const run = { MinCount: 1, MaxCount: 2, ImageId: imageOf('ubuntu2404').imageId, InstanceType: 't3.micro' };

  it('every image has a valid and unique id', () => {
    expect(new Set(images.map(({ imageId }) => imageId)).size).toBe(images.length);
    for (const { imageId } of images) expect(imageId).toMatch(/^ami-[0-9a-f]{17}$/);
  });

  it('launches the platform of the image, with tags, as one reservation', () => {
    const world = new PretendWorld();
    const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'cli' }] }];
    const reservation = world.call(world.ec2, 'RunInstances', {
      ...run,
      TagSpecifications,
      IamInstanceProfile: { Name: 'managed' },
    });
    expect(list(reservation, 'Instances')).toHaveLength(2);
    world.pass(600);
    expect(describeAll(world)[0]).toMatchObject({
      Tags: [{ Key: 'Name', Value: 'cli' }],
      IamInstanceProfile: { Arn: PROFILE_ARN },
    });
    const information = list(
      world.call(world.ssm, 'DescribeInstanceInformation', {
        Filters: [{ Key: 'InstanceIds', Values: ids(describeAll(world)) }],
      }),
      'InstanceInformationList',
    );
    expect(information[0]).toMatchObject({ PlatformName: 'Ubuntu', PlatformVersion: '24.04' });
  });

  it('without a profile the instance registers only with Default Host Management', () => {
    for (const hasDefaultHostManagement of [false, true]) {
      const world = new PretendWorld({ ec2: { hasDefaultHostManagement } });
      world.call(world.ec2, 'RunInstances', run);
      world.pass(600);
      const [first] = [...world.ec2.fleet.from(0)];
      expect(first?.agent.isRegistered(world.timeline.nowMs)).toBe(hasDefaultHostManagement);
    }
  });

  it('an unknown image is Amazon Linux 2023 on the architecture of the instance type', () => {
    const world = new PretendWorld();
    world.call(world.ec2, 'RunInstances', { ...run, ImageId: 'ami-12345678', InstanceType: 'm7g.large' });
    const [first] = [...world.ec2.fleet.from(0)];
    expect(first?.spec).toMatchObject({ platform: platforms.amazonLinux2023, architecture: 'arm64' });
  });

  it('the same client token launches once', () => {
    const world = new PretendWorld();
    world.call(world.ec2, 'RunInstances', { ...run, ClientToken: 'once' });
    world.call(world.ec2, 'RunInstances', { ...run, ClientToken: 'once' });
    expect([...world.ec2.fleet.from(0)]).toHaveLength(2);
  });

  it.each([
    [{ ...run, ImageId: 'x' }, 'InvalidAMIID.Malformed'],
    [{ ...run, InstanceType: 't4g.micro' }, 'InvalidParameterValue'],
    [{ ...run, MinCount: 3 }, 'InvalidParameterValue'],
    [{ ...run, MinCount: undefined }, 'MissingParameter'],
    [
      { ...run, TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'aws:x', Value: '' }] }] },
      'InvalidParameterValue',
    ],
  ])('refuses %j with %s', (input, code) => {
    const world = new PretendWorld();
    expect(world.refusal(world.ec2, 'RunInstances', input).code).toBe(code);
  });

  it('tags are added, overwritten, described and deleted', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec({ tags: { a: '1', b: '2' } }), spec({ tags: { a: '1' } }));
    world.call(world.ec2, 'CreateTags', { Resources: [id], Tags: [{ Key: 'a', Value: '9' }] });
    world.call(world.ec2, 'DeleteTags', {
      Resources: [id],
      Tags: [{ Key: 'b', Value: 'other' }, { Key: 'c' }],
    });
    const Filters = [{ Name: 'resource-id', Values: [id] }];
    const tags = list(world.call(world.ec2, 'DescribeTags', { Filters }), 'Tags');
    expect(tags.map((tag) => [tag['Key'], tag['Value']])).toEqual([
      ['a', '9'],
      ['b', '2'],
    ]);
    expect(describeAll(world, { Filters: [{ Name: 'tag:a', Values: ['1'] }] })).toHaveLength(1);
  });

  it('IAM is asked about each instance with its tags', () => {
    const world = new PretendWorld();
    const [id = ''] = world.fleet(spec({ tags: { team: 'x' } }));
    const context = {
      principal: { kind: 'administrator' } as const,
      requestId: '',
      nowMs: world.timeline.nowMs,
    };
    expect(world.ec2.operations['StopInstances']?.authorize({ InstanceIds: [id] }, context)).toEqual([
      {
        action: 'ec2:StopInstances',
        resource: `arn:aws:ec2:eu-west-1:${accountId}:instance/${id}`,
        conditions: { 'ec2:Region': 'eu-west-1', 'aws:ResourceTag/team': 'x', 'ec2:ResourceTag/team': 'x' },
      },
    ]);
  });
});
