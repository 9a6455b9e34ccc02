import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { list, PretendWorld, spec } from '../pretend-world.ts';

const operation = 'DescribeInstanceStatus';

const owned = { operatorManaged: { principal: 'eks.amazonaws.com' } };

function statuses(world: PretendWorld, input: object = {}) {
  return list(world.call(world.ec2, operation, input), 'InstanceStatuses');
}

function ids(world: PretendWorld, input: object = {}) {
  return statuses(world, input).map((status) => status['InstanceId']);
}

/** A world with a running, a stopped and a terminated instance, in this order. */
function worldOfStates() {
  const world = new PretendWorld();
  const [running, stopped, terminated] = world.fleet(spec(), spec(), spec());
  world.call(world.ec2, 'StopInstances', { InstanceIds: [stopped] });
  world.call(world.ec2, 'TerminateInstances', { InstanceIds: [terminated] });
  world.pass(120);
  return { world, running, stopped, terminated };
}

describe('what it lists', () => {
  it('is running instances or, on request, all of them, including those terminated within an hour', () => {
    const { world, running, stopped, terminated } = worldOfStates();
    expect(ids(world)).toEqual([running]);
    expect(ids(world, { IncludeAllInstances: false })).toEqual([running]);
    expect(ids(world, { IncludeAllInstances: true })).toEqual([running, stopped, terminated]);
    world.pass(3600);
    expect(ids(world, { IncludeAllInstances: true })).toEqual([running, stopped]);
  });

  it('hides instances that services own, unless they are requested', () => {
    const world = new PretendWorld();
    const [own, managed] = world.fleet(spec(), spec(owned));
    expect(ids(world)).toEqual([own]);
    expect(ids(world, { IncludeManagedResources: true })).toEqual([own, managed]);
  });

  it('lacks a new launch for up to two seconds, as DescribeInstances does', () => {
    const world = new PretendWorld();
    world.ec2.launch(Array.from({ length: 50 }, () => spec()));
    const atOnce = ids(world, { IncludeAllInstances: true });
    const described = list(world.call(world.ec2, 'DescribeInstances'), 'Reservations').flatMap((one) =>
      list(one, 'Instances').map(({ InstanceId }) => InstanceId),
    );
    expect(atOnce).toEqual(described);
    expect(atOnce.length).toBeLessThan(50);
  });

  it('is the instances with the given ids', () => {
    const { world, running, stopped } = worldOfStates();
    const InstanceIds = [stopped, running];
    expect(ids(world, { InstanceIds })).toEqual([running]);
    expect(ids(world, { InstanceIds, IncludeAllInstances: true })).toEqual([running, stopped]);
  });
});

describe('what it returns', () => {
  it('for a running instance is state, owner and checks, which begin with initializing', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec(owned)]);
    const answer = () => statuses(world, { IncludeManagedResources: true })[0];
    world.pass(60);
    const initializing = {
      Details: [{ Name: 'reachability', Status: 'initializing' }],
      Status: 'initializing',
    };
    expect(answer()).toMatchObject({ InstanceStatus: initializing, SystemStatus: initializing });
    world.pass(300);
    const ok = { Details: [{ Name: 'reachability', Status: 'passed' }], Status: 'ok' };
    expect(answer()).toEqual({
      AvailabilityZone: 'eu-west-1a',
      Operator: { Managed: true, Principal: 'eks.amazonaws.com' },
      InstanceId: instance?.id,
      InstanceState: { Code: 16, Name: 'running' },
      InstanceStatus: ok,
      SystemStatus: ok,
      AttachedEbsStatus: ok,
    });
  });

  it('for any other instance is its state and checks that do not apply', () => {
    const { world } = worldOfStates();
    const [, stopped, terminated] = statuses(world, { IncludeAllInstances: true });
    const none = { Status: 'not-applicable' };
    expect(stopped).toMatchObject({
      Operator: { Managed: false },
      InstanceState: { Code: 80, Name: 'stopped' },
      InstanceStatus: none,
      SystemStatus: none,
      AttachedEbsStatus: none,
    });
    expect(terminated).toMatchObject({ InstanceState: { Code: 48, Name: 'terminated' } });
  });
});

describe('its filters', () => {
  it.each([
    ['instance-state-name', 'stop*', 'stopped'],
    ['instance-state-code', '48', 'terminated'],
    ['system-status.status', 'ok', 'running'],
    ['instance-status.reachability', 'passed', 'running'],
  ] as const)('%s of %s finds what is %s', (Name, value, expected) => {
    const { world, ...byState } = worldOfStates();
    const Filters = [{ Name, Values: [value] }];
    expect(ids(world, { Filters, IncludeAllInstances: true })).toEqual([byState[expected]]);
  });

  it('find only running instances, unless all are requested', () => {
    const { world } = worldOfStates();
    expect(ids(world, { Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] })).toEqual([]);
  });

  it.each(['tag:Name', 'instance-id', 'vpc-id'])(
    'refuses %s, which it does not have on AWS either',
    (Name) => {
      const world = new PretendWorld();
      const input = { Filters: [{ Name, Values: ['x'] }] };
      expect(world.refusal(world.ec2, operation, input)).toEqual({
        code: 'InvalidParameterValue',
        message: `The filter '${Name}' is invalid`,
      });
    },
  );

  it('distinguish instances that services own', () => {
    const world = new PretendWorld();
    const [, managed] = world.fleet(spec(), spec(owned));
    const find = (Name: string, value: string) =>
      ids(world, { Filters: [{ Name, Values: [value] }], IncludeManagedResources: true });
    expect(find('operator.managed', 'true')).toEqual([managed]);
    expect(find('operator.principal', 'eks.amazonaws.com')).toEqual([managed]);
  });

  it.each(['availability-zone-id', 'event.code'])('refuses %s as not emulated', (Name) => {
    const world = new PretendWorld();
    const input = { Filters: [{ Name, Values: ['x'] }] };
    expect(() => world.call(world.ec2, operation, input)).toThrow(NotEmulatedError);
  });
});

describe('its pages', () => {
  const six = () => {
    const world = new PretendWorld();
    return { world, launched: world.fleet(...Array.from({ length: 6 }, () => spec())) };
  };

  it('contain every instance once, in launch order', () => {
    const { world, launched } = six();
    const first = world.call(world.ec2, operation, { MaxResults: 5 });
    const second = world.call(world.ec2, operation, { MaxResults: 5, NextToken: first['NextToken'] });
    const seen = [first, second].flatMap((page) => list(page, 'InstanceStatuses'));
    expect(seen.map(({ InstanceId }) => InstanceId)).toEqual(launched);
    expect(second['NextToken']).toBeUndefined();
  });

  it('refuses a token of other filters, and one of DescribeInstances', () => {
    const { world } = six();
    const { NextToken } = world.call(world.ec2, operation, { MaxResults: 5 });
    const Filters = [{ Name: 'instance-state-name', Values: ['running'] }];
    expect(world.refusal(world.ec2, operation, { NextToken, Filters }).code).toBe('InvalidNextToken');
    const other = world.call(world.ec2, 'DescribeInstances', { MaxResults: 5 })['NextToken'];
    expect(world.refusal(world.ec2, operation, { NextToken: other }).code).toBe('InvalidNextToken');
  });

  it.each([
    [{ MaxResults: 4 }, 'InvalidParameterValue'],
    [{ MaxResults: 1001 }, 'InvalidParameterValue'],
    [{ InstanceIds: ['i-0123456789abcdef0'], MaxResults: 10 }, 'InvalidParameterCombination'],
    [{ InstanceIds: ['i-0123456789abcdef0'] }, 'InvalidInstanceID.NotFound'],
    [{ InstanceIds: ['i-xyz'] }, 'InvalidInstanceID.Malformed'],
    [{ NextToken: 'x' }, 'InvalidNextToken'],
  ])('refuses %j with %s', (input, code) => {
    const { world } = six();
    expect(world.refusal(world.ec2, operation, input).code).toBe(code);
  });

  it('refuses 101 ids, and accepts 100', () => {
    const world = new PretendWorld();
    const InstanceIds = world.fleet(...Array.from({ length: 101 }, () => spec()));
    expect(world.refusal(world.ec2, operation, { InstanceIds })).toEqual({
      code: 'InvalidRequest',
      message: expect.stringMatching(/^101 exceeds the maximum number of instance IDs/),
    });
    expect(ids(world, { InstanceIds: InstanceIds.slice(1) })).toHaveLength(100);
  });

  it('refuses a dry run as not emulated', () => {
    const { world } = six();
    expect(() => world.call(world.ec2, operation, { DryRun: true })).toThrow(NotEmulatedError);
  });
});
