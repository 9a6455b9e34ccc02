import { describe, expect, it } from 'vitest';
import { platforms } from '../../../../src/agent/platforms.ts';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { list, PROFILE_ARN, PretendWorld, spec } from '../pretend-world.ts';

function describeAll(world: PretendWorld, input: object = {}) {
  return list(world.call(world.ec2, 'DescribeInstances', input), 'Reservations').flatMap((reservation) =>
    list(reservation, 'Instances'),
  );
}

function ids(instances: Record<string, unknown>[]) {
  return instances.map((instance) => instance['InstanceId']);
}

describe('DescribeInstances', () => {
  it('some launches are missing for up to two seconds', () => {
    const world = new PretendWorld();
    world.ec2.launch(Array.from({ length: 50 }, () => spec()));
    const atOnce = describeAll(world).length;
    world.pass(2);
    expect(atOnce).toBeLessThan(50);
    expect(describeAll(world)).toHaveLength(50);
  });

  it('refuses a parameter that the region does not know, and takes the call without it', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec());
    world.ec2.unknownParameters.add('IncludeManagedResources');
    expect(() => describeAll(world, { IncludeManagedResources: true })).toThrow(
      expect.objectContaining({
        code: 'UnknownParameter',
        message: 'The parameter IncludeManagedResources is not recognized',
      }),
    );
    expect(ids(describeAll(world))).toEqual([id]);
  });

  it('delayed tags appear when they are due', () => {
    const world = new PretendWorld();
    world.ec2.launch([spec({ tags: { Name: 'web' }, tagLagSeconds: 60 })]);
    world.pass(59);
    expect(describeAll(world)[0]?.['Tags']).toEqual([]);
    world.pass(1);
    expect(describeAll(world)[0]?.['Tags']).toEqual([{ Key: 'Name', Value: 'web' }]);
  });

  it('all filters must match, and their values are alternatives with wildcards', () => {
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

  it('pages count instances, keep reservations together, and contain every instance once', () => {
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

  it('reports what EC2 reports: platform, profile, and an operator if managed resources are requested', () => {
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
    [{ InstanceIds: [''] }, 'MissingParameter'],
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
