import { describe, expect, it } from 'vitest';
import { platforms } from '../../../../src/agent/platforms.ts';
import { list, PretendWorld, spec } from '../../ec2/pretend-world.ts';

function pageOf(world: PretendWorld, input: object) {
  const answer = world.call(world.ssm, 'DescribeInstanceInformation', input);
  return { items: list(answer, 'InstanceInformationList'), token: answer['NextToken'] };
}

/** Reads all pages until there is no token. */
function readAll(world: PretendWorld, input: object = {}) {
  const sizes: number[] = [];
  const items: Record<string, unknown>[] = [];
  let token: unknown;
  do {
    const page = pageOf(world, { ...input, ...(token === undefined ? {} : { NextToken: token }) });
    // The AWS CLI stops with an error at such a token.
    if (token !== undefined) expect(page.token).not.toBe(token);
    sizes.push(page.items.length);
    items.push(...page.items);
    token = page.token;
  } while (token !== undefined);
  return { items, sizes, ids: items.map((item) => item['InstanceId']) };
}

describe('DescribeInstanceInformation', () => {
  it('lists an instance after its registration, with the data of the agent', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec({ platform: platforms.freebsd14 })]);
    expect(readAll(world).items).toEqual([]);
    world.pass(600);
    expect(readAll(world).items).toMatchObject([
      {
        InstanceId: instance?.id,
        PingStatus: 'Online',
        PlatformType: 'Linux',
        PlatformName: 'FreeBSD',
        ResourceType: 'EC2Instance',
        IsLatestVersion: true,
      },
    ]);
  });

  it('pages have ten instances by default, some are empty, and together they contain every instance once', () => {
    const world = new PretendWorld();
    const launched = world.fleet(...Array.from({ length: 400 }, () => spec()));
    const { ids, sizes } = readAll(world);
    expect(ids).toEqual(launched);
    expect(Math.max(...sizes)).toBe(10);
    expect(sizes).toContain(0);
  });

  it('an unmanaged id is absent', () => {
    const world = new PretendWorld();
    const [managed, unmanaged] = world.fleet(
      spec(),
      spec({ registration: { kind: 'never', cause: 'no-agent' } }),
    );
    const Filters = [{ Key: 'InstanceIds', Values: [unmanaged, managed, 'i-0123456789abcdef0'] }];
    expect(readAll(world, { Filters, MaxResults: 50 }).ids).toEqual([managed]);
  });

  it('an agent that was registered by a hybrid activation is a node of its own, as recorded', () => {
    const world = new PretendWorld();
    const [id, other] = world.fleet(
      spec({ registration: { kind: 'recovers', cause: 'hybrid-registration', mendedAfterSeconds: 3600 } }),
      spec(),
    );
    const ofNodes = { Filters: [{ Key: 'ResourceType', Values: ['ManagedInstance'] }] };
    const [node] = readAll(world, ofNodes).items;
    expect(readAll(world).ids).toEqual([node?.['InstanceId'], other]);
    expect(node).toMatchObject({
      InstanceId: expect.stringMatching(/^mi-[0-9a-f]{17}$/),
      PingStatus: 'Online',
      ResourceType: 'ManagedInstance',
      SourceId: node?.['InstanceId'],
      SourceType: 'AWS::SSM::ManagedInstance',
      IamRole: 'HybridNodeRole',
      ComputerName: expect.stringMatching(/^ip-10-.*\.compute\.internal$/),
    });
    expect(Object.keys(node ?? {})).toEqual(expect.arrayContaining(['ActivationId', 'RegistrationDate']));
    const byId = { Filters: [{ Key: 'InstanceIds', Values: [node?.['InstanceId'], id] }] };
    expect(readAll(world, byId).ids).toEqual([node?.['InstanceId']]);
    world.pass(5400);
    expect(readAll(world, byId).items).toMatchObject([
      { InstanceId: id, PingStatus: 'Online', ResourceType: 'EC2Instance', SourceId: id },
      { PingStatus: 'ConnectionLost', ResourceType: 'ManagedInstance' },
    ]);
  });

  it('a node stays when its instance is stopped, since Systems Manager does not know of that', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec({ registration: { kind: 'never', cause: 'hybrid-registration' } }));
    world.call(world.ec2, 'StopInstances', { InstanceIds: [id] });
    world.pass(1200);
    expect(readAll(world).items).toMatchObject([{ PingStatus: 'ConnectionLost' }]);
  });

  it('a stopped instance is absent and returns when it is started', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec());
    world.call(world.ec2, 'StopInstances', { InstanceIds: [id] });
    world.pass(120);
    expect(readAll(world).ids).toEqual([]);
    world.call(world.ec2, 'StartInstances', { InstanceIds: [id] });
    world.pass(300);
    expect(readAll(world).items).toMatchObject([{ InstanceId: id, PingStatus: 'Online' }]);
  });

  it('a silent agent becomes ConnectionLost, and filters match that', () => {
    const world = new PretendWorld();
    const [lost] = world.fleet(spec({ lifecycle: { agentSilentAfterSeconds: 600 } }), spec());
    world.pass(1200);
    const Filters = [{ Key: 'PingStatus', Values: ['ConnectionLost'] }];
    expect(readAll(world, { Filters }).ids).toEqual([lost]);
  });

  it('filters by tag, and by the legacy list', () => {
    const world = new PretendWorld();
    const [web, windows] = world.fleet(
      spec({ tags: { role: 'web' } }),
      spec({ platform: platforms.windowsServer2022 }),
    );
    expect(readAll(world, { Filters: [{ Key: 'tag:role', Values: ['web'] }] }).ids).toEqual([web]);
    const InstanceInformationFilterList = [{ key: 'PlatformTypes', valueSet: ['Windows'] }];
    expect(readAll(world, { InstanceInformationFilterList }).ids).toEqual([windows]);
  });

  const byId = { Key: 'InstanceIds', Values: ['i-0123456789abcdef0'] };
  const byTag = { Key: 'tag:a', Values: ['b'] };
  it.each([
    [{ MaxResults: 4 }, 'ValidationException'],
    [{ MaxResults: 51 }, 'ValidationException'],
    [{ Filters: [byId, byTag] }, 'InvalidFilterKey'],
    [{ Filters: [{ Key: 'Nonsense', Values: ['x'] }] }, 'InvalidFilterKey'],
    [{ Filters: [{ Key: 'InstanceIds', Values: ['i-short'] }] }, 'InvalidInstanceId'],
    [{ Filters: [{ Key: 'InstanceIds', Values: [] }] }, 'ValidationException'],
    [
      { Filters: [byId], InstanceInformationFilterList: [{ key: 'PingStatus', valueSet: ['Online'] }] },
      'ValidationException',
    ],
    [{ NextToken: 'nonsense' }, 'InvalidNextToken'],
  ])('refuses %j with %s', (input, code) => {
    const world = new PretendWorld();
    expect(world.refusal(world.ssm, 'DescribeInstanceInformation', input).code).toBe(code);
  });

  it('refuses more than 100 values in a filter', () => {
    const world = new PretendWorld();
    const Values = Array.from({ length: 101 }, () => 'i-0123456789abcdef0');
    const refusal = world.refusal(world.ssm, 'DescribeInstanceInformation', {
      Filters: [{ Key: 'InstanceIds', Values }],
    });
    expect(refusal.message).toContain("at 'filters.1.member.values'");
  });

  it('refuses calls above the rate and recovers with time', () => {
    const world = new PretendWorld({ ssm: { requestsPerSecond: 2 } });
    readAll(world);
    readAll(world);
    expect(world.refusal(world.ssm, 'DescribeInstanceInformation', {}).code).toBe('ThrottlingException');
    world.pass(1);
    expect(readAll(world).items).toEqual([]);
  });
});
