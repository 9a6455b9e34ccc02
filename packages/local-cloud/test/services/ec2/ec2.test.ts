import { describe, expect, it } from 'vitest';
import { platforms } from '../../../src/agent/platforms.ts';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { imageOf, images } from '../../../src/services/ec2/images.ts';
import { accountId } from '../../accounts.ts';
import { list, PROFILE_ARN, PretendWorld, record, spec } from './pretend-world.ts';

function describeAll(world: PretendWorld, input: object = {}) {
  return list(world.call(world.ec2, 'DescribeInstances', input), 'Reservations').flatMap((reservation) =>
    list(reservation, 'Instances'),
  );
}

function ids(instances: Record<string, unknown>[]) {
  return instances.map((instance) => instance['InstanceId']);
}

describe('states and events', () => {
  it('a launch goes from pending to running and raises an event at each step', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec());
    expect(world.eventsOf('EC2 Instance State-change Notification')).toEqual([
      { 'instance-id': id, state: 'pending' },
      { 'instance-id': id, state: 'running' },
    ]);
    expect(world.events[0]?.resources).toEqual([`arn:aws:ec2:eu-west-1:${accountId}:instance/${id}`]);
  });

  it('an instance stops, starts and ends as its lifecycle says, and running is raised twice', () => {
    const world = new PretendWorld();
    const lifecycle = { stoppedAfterSeconds: 1000, restartedAfterSeconds: 500, terminatedAfterSeconds: 5000 };
    world.ec2.launch([spec({ lifecycle })]);
    world.pass(8000);
    const states = world.eventsOf('EC2 Instance State-change Notification').map((detail) => detail['state']);
    expect(states).toEqual([
      'pending',
      'running',
      'stopping',
      'stopped',
      'pending',
      'running',
      'shutting-down',
      'terminated',
    ]);
  });

  it('a terminated instance is visible for an hour and then unknown', () => {
    const world = new PretendWorld();
    const [id = ''] = world.fleet(spec());
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [id] });
    world.pass(120);
    expect(record(describeAll(world)[0] ?? {}, 'State')).toEqual({ Code: 48, Name: 'terminated' });
    world.pass(3600);
    expect(describeAll(world)).toEqual([]);
    expect(world.refusal(world.ec2, 'DescribeInstances', { InstanceIds: [id] }).code).toBe(
      'InvalidInstanceID.NotFound',
    );
  });

  it('refuses to stop an instance that has never run', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    const refusal = world.refusal(world.ec2, 'StopInstances', { InstanceIds: [instance?.id] });
    expect(refusal.code).toBe('IncorrectInstanceState');
  });

  it('terminating while pending never reaches running', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [instance?.id] });
    world.pass(600);
    const states = world.eventsOf('EC2 Instance State-change Notification').map((detail) => detail['state']);
    expect(states).toEqual(['pending', 'shutting-down', 'terminated']);
  });
});

describe('DescribeInstances', () => {
  it('some launches are missing for up to two seconds', () => {
    const world = new PretendWorld();
    world.ec2.launch(Array.from({ length: 50 }, () => spec()));
    const atOnce = describeAll(world).length;
    world.pass(2);
    expect(atOnce).toBeLessThan(50);
    expect(describeAll(world)).toHaveLength(50);
  });

  it('tags that lag appear when they are due', () => {
    const world = new PretendWorld();
    world.ec2.launch([spec({ tags: { Name: 'web' }, tagLagSeconds: 60 })]);
    world.pass(59);
    expect(describeAll(world)[0]?.['Tags']).toEqual([]);
    world.pass(1);
    expect(describeAll(world)[0]?.['Tags']).toEqual([{ Key: 'Name', Value: 'web' }]);
  });

  it('filters are conditions, their values alternatives with wildcards', () => {
    const world = new PretendWorld();
    const [web1, web2, db] = world.fleet(
      spec({ tags: { Name: 'web-1' } }),
      spec({ tags: { Name: 'web-2' }, instanceType: 'm5.large' }),
      spec({ tags: { Name: 'db*' }, platform: platforms.windowsServer2022 }),
    );
    const find = (...Filters: object[]) => ids(describeAll(world, { Filters }));
    expect(find({ Name: 'tag:Name', Values: ['web-?'] })).toEqual([web1, web2]);
    expect(find({ Name: 'tag:Name', Values: ['db\\*'] })).toEqual([db]);
    expect(find({ Name: 'tag:Name', Values: ['web*'] }, { Name: 'instance-type', Values: ['m5.*'] })).toEqual(
      [web2],
    );
    expect(find({ Name: 'platform', Values: ['windows'] })).toEqual([db]);
    expect(find({ Name: 'instance-id', Values: [db, web1, 'i-00000000000000000'] })).toEqual([web1, db]);
  });

  it('pages hold instances, keep reservations together, and reach everybody once', () => {
    const world = new PretendWorld();
    const launched = [
      ...world.fleet(...Array.from({ length: 7 }, () => spec())),
      ...world.fleet(spec(), spec()),
    ];
    const first = world.call(world.ec2, 'DescribeInstances', { MaxResults: 5 });
    const second = world.call(world.ec2, 'DescribeInstances', {
      MaxResults: 5,
      NextToken: first['NextToken'],
    });
    const sizes = [first, second].map((page) =>
      list(page, 'Reservations').map((reservation) => list(reservation, 'Instances').length),
    );
    expect(sizes).toEqual([[5], [2, 2]]);
    expect(second['NextToken']).toBeUndefined();
    const seen = [first, second].flatMap((page) =>
      list(page, 'Reservations').flatMap((r) => list(r, 'Instances')),
    );
    expect(ids(seen)).toEqual(launched);
  });

  it('reports what EC2 reports: platform, profile, and an operator when asked for managed resources', () => {
    const world = new PretendWorld();
    world.fleet(
      spec({ platform: platforms.windowsServer2022, instanceProfileArn: PROFILE_ARN }),
      spec({ platform: platforms.freebsd14, operatorManaged: { principal: 'eks.amazonaws.com' } }),
    );
    const [windows, hidden] = describeAll(world);
    expect(hidden).toBeUndefined();
    const [, freebsd] = describeAll(world, { IncludeManagedResources: true });
    expect(windows).toMatchObject({
      Platform: 'windows',
      PlatformDetails: 'Windows',
      IamInstanceProfile: { Arn: PROFILE_ARN },
      Operator: { Managed: false },
    });
    expect(freebsd).toMatchObject({
      PlatformDetails: 'Linux/UNIX',
      Operator: { Managed: true, Principal: 'eks.amazonaws.com' },
    });
    expect(freebsd?.Platform).toBeUndefined();
  });

  it.each([
    [{ InstanceIds: ['i-0123456789abcdef0'] }, 'InvalidInstanceID.NotFound'],
    [{ InstanceIds: ['i-xyz'] }, 'InvalidInstanceID.Malformed'],
    [{ InstanceIds: ['i-0123456789abcdef0'], MaxResults: 10 }, 'InvalidParameterCombination'],
    [{ MaxResults: 4 }, 'InvalidParameterValue'],
    [{ MaxResults: 1001 }, 'InvalidParameterValue'],
    [{ NextToken: 'x' }, 'InvalidNextToken'],
    [
      { Filters: [{ Name: 'instance-id', Values: Array.from({ length: 201 }, (_, i) => `i-${i}`) }] },
      'FilterLimitExceeded',
    ],
  ])('refuses %j with %s', (input, code) => {
    const world = new PretendWorld();
    world.fleet(spec());
    expect(world.refusal(world.ec2, 'DescribeInstances', input).code).toBe(code);
  });

  it('refuses a token of another request', () => {
    const world = new PretendWorld();
    world.fleet(...Array.from({ length: 6 }, () => spec()));
    const { NextToken } = world.call(world.ec2, 'DescribeInstances', { MaxResults: 5 });
    const Filters = [{ Name: 'vpc-id', Values: ['vpc-1'] }];
    expect(world.refusal(world.ec2, 'DescribeInstances', { NextToken, Filters }).code).toBe(
      'InvalidNextToken',
    );
  });

  it('refuses a filter it does not know as not emulated', () => {
    const world = new PretendWorld();
    const input = { Filters: [{ Name: 'dns-name', Values: ['x'] }] };
    expect(() => world.call(world.ec2, 'DescribeInstances', input)).toThrow(NotEmulatedError);
  });
});

describe('RunInstances and tags', () => {
  const run = { MinCount: 1, MaxCount: 2, ImageId: imageOf('ubuntu2404').imageId, InstanceType: 't3.micro' };

  it('every image has an id that EC2 accepts, and no two share one', () => {
    expect(new Set(images.map(({ imageId }) => imageId)).size).toBe(images.length);
    for (const { imageId } of images) expect(imageId).toMatch(/^ami-[0-9a-f]{17}$/);
  });

  it('launches what the image holds, with its tags, as one reservation', () => {
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
