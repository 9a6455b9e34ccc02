import fc from 'fast-check';
import { assertInstanceSpec } from 'local-cloud';
import { PretendWorld } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../../lambdas/shared/domain/fleet/source.ts';
import { sourceOf } from '../../../simulator/fleet/fleet-source.ts';
import {
  accept,
  idOf,
  instance,
  instances,
  node,
  nodes,
  PROFILE,
  problemOf,
  specOf,
} from './real-fleet-files.ts';

describe('a real fleet', () => {
  test('launches each running or pending instance as it is, and counts the others by state', () => {
    const fleet = accept(
      instances(
        instance(1),
        instance(2, { State: { Name: 'pending' } }),
        instance(3, { State: { Name: 'stopped' } }),
        instance(4, { State: { Name: 'stopped' } }),
        { InstanceId: idOf(5), State: { Name: 'terminated' } },
      ),
    );
    expect(fleet.workload.map(({ spec }) => spec.id).toSorted()).toEqual([idOf(1), idOf(2)]);
    expect(fleet.skipped).toEqual({ stopped: 2, terminated: 1 });
    expect(fleet.notes).toEqual(['fleet.json: left out what does not run: 2 stopped, 1 terminated']);
    expect(fleet.workload[0]?.spec).toMatchObject({
      architecture: 'x86_64',
      imageId: 'ami-0123456789abcdef0',
      instanceType: 't3.micro',
      availabilityZone: 'eu-west-1b',
      instanceProfileArn: PROFILE.Arn,
      registration: { kind: 'normal' },
    });
  });

  test('an instance with an old short id and one with the fewest members are launched', () => {
    const { workload } = accept(instances({ InstanceId: 'i-0123abcd', State: { Name: 'running' } }));
    expect(workload[0]).toMatchObject({ source: 'standalone', spec: { id: 'i-0123abcd', tags: {} } });
    expect(workload[0]?.spec.registration).toEqual({ kind: 'never', cause: 'no-instance-profile' });
  });

  test.each([
    [
      { Platform: 'windows', PlatformDetails: 'Windows with SQL Server Standard' },
      'Windows',
      'Windows with SQL Server Standard',
    ],
    [{ PlatformDetails: 'Red Hat Enterprise Linux' }, 'Linux', 'Red Hat Enterprise Linux'],
    [{ PlatformDetails: 'Plan 9' }, 'Linux', 'Plan 9'],
    [{ Architecture: 'arm64_mac' }, 'MacOS', 'macOS'],
  ])('without --managed, %j is a platform of type %s named %s', (changes, type, name) => {
    expect(specOf(changes)?.platform).toMatchObject({ type, name });
  });

  test('Systems Manager names the platform, even an unknown one', () => {
    const managed = nodes(node(1, { PlatformName: 'Plan 9', PlatformVersion: '4' }));
    expect(specOf({}, managed)).toMatchObject({
      platform: { type: 'Linux', name: 'Plan 9', version: '4', details: 'Linux/UNIX' },
      agentVersion: '3.2.0.0',
    });
  });

  test('instances of one platform share it', () => {
    const { workload } = accept(instances(instance(1), instance(2), instance(3, { Architecture: 'arm64' })));
    expect(new Set(workload.map(({ spec }) => spec.platform)).size).toBe(2);
  });

  test('a 32-bit instance counts as x86_64', () => {
    expect(specOf({ Architecture: 'i386' })?.architecture).toBe('x86_64');
  });

  test('an instance that a service owns stays owned', () => {
    const Operator = { Managed: true, Principal: 'eks.amazonaws.com' };
    expect(specOf({ Operator })?.operatorManaged).toEqual({ principal: 'eks.amazonaws.com' });
    expect(specOf({ Operator: { Managed: false } })?.operatorManaged).toBeUndefined();
  });

  test.each([
    [{ 'aws:autoscaling:groupName': 'web' }, 'asg:web'],
    [{ 'aws:elasticmapreduce:job-flow-id': 'j-1' }, 'emr:j-1/NODE'],
    [
      { 'aws:elasticmapreduce:job-flow-id': 'j-1', 'aws:elasticmapreduce:instance-group-role': 'CORE' },
      'emr:j-1/CORE',
    ],
    [{ 'eks:cluster-name': 'shop', 'eks:nodegroup-name': 'spot' }, 'eks:shop/spot'],
    [{ 'kubernetes.io/cluster/shop': 'owned', 'karpenter.sh/nodepool': 'p' }, 'eks:shop/p'],
    [{ 'kubernetes.io/cluster/shop': 'shared' }, 'standalone'],
    [{ AmazonECSManaged: '', 'aws:autoscaling:groupName': 'batch' }, 'ecs:batch'],
    [{ AmazonECSManaged: '' }, 'ecs'],
  ])('the source of %j is %s', (tags, source) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { workload } = accept(instances(instance(1, { Tags })));
    expect(workload[0]?.source).toBe(source);
  });

  test('the source is what the roster reads, whatever the tags', () => {
    const keys = [
      'aws:elasticmapreduce:job-flow-id',
      'aws:elasticmapreduce:instance-group-role',
      'aws:eks:cluster-name',
      'eks:cluster-name',
      'eks:nodegroup-name',
      'karpenter.sh/nodepool',
      'kubernetes.io/cluster/a',
      'kubernetes.io/cluster/b',
      'AmazonECSManaged',
      'aws:autoscaling:groupName',
      'Name',
    ];
    const tags = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('owned', 'x', ''));
    fc.assert(
      fc.property(tags, (drawn) => {
        expect(sourceOf(drawn)).toBe(readSource(drawn));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('the roll-call', () => {
  const many = instances(
    ...Array.from({ length: 1000 }, (_, number) =>
      instance(number, { Tags: [{ Key: 'aws:autoscaling:groupName', Value: `g${number % 7}` }] }),
    ),
  );

  test('launches everything in bursts of a few minutes, with the instances of a source together', () => {
    const { workload } = accept(many);
    const times = workload.map(({ atSeconds }) => atSeconds);
    expect(workload).toHaveLength(1000);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeGreaterThan(4 * 60);
    expect(times.at(-1)).toBeLessThan(6 * 60);
    for (let minute = 0; minute < 5; minute++) {
      const burst = workload.filter(({ atSeconds }) => Math.floor(atSeconds / 60) === minute);
      expect(burst).toHaveLength(200);
      expect(new Set(burst.map(({ source }) => source)).size).toBeLessThan(4);
    }
  });

  test('without --managed a few register late, and those without a profile never', () => {
    const late = accept(many).workload.filter(({ spec }) => spec.registration.kind === 'late');
    expect(late.length).toBeGreaterThan(5);
    expect(late.length).toBeLessThan(50);
    expect(specOf({ IamInstanceProfile: undefined })?.registration).toEqual({
      kind: 'never',
      cause: 'no-instance-profile',
    });
  });

  test('the same seed gives the same workload, another seed another', () => {
    expect(accept(many, undefined, 7)).toEqual(accept(many, undefined, 7));
    const times = (seed: number) => accept(many, undefined, seed).workload.map(({ atSeconds }) => atSeconds);
    expect(times(8)).not.toEqual(times(7));
  });
});

describe('with --managed', () => {
  const three = instances(
    instance(1),
    instance(2),
    instance(3),
    instance(4, { IamInstanceProfile: undefined }),
  );

  test('an instance registers as Systems Manager lists it', () => {
    const { workload } = accept(three, nodes(node(1), node(2, { PingStatus: 'ConnectionLost' })));
    const byId = new Map(workload.map(({ spec }) => [spec.id, spec]));
    for (const { spec } of workload) expect(() => assertInstanceSpec(spec)).not.toThrow();
    expect(byId.get(idOf(1))?.registration).toEqual({ kind: 'normal' });
    expect(byId.get(idOf(3))?.registration).toEqual({ kind: 'never', cause: 'no-agent' });
    expect(byId.get(idOf(4))?.registration).toEqual({ kind: 'never', cause: 'no-instance-profile' });
  });

  test('a lost connection is lost from the moment the instance runs, and stays lost', () => {
    const { workload } = accept(three, nodes(node(1), node(2, { PingStatus: 'ConnectionLost' })));
    const world = new PretendWorld();
    const [lost, online] = [idOf(2), idOf(1)].map((id) => {
      const spec = workload.find((launch) => launch.spec.id === id)?.spec;
      if (spec === undefined) throw new Error(`${id} is not in the workload`);
      return world.ec2.launch([spec])[0];
    });
    while (lost?.state !== 'running' || online?.state !== 'running') expect(world.timeline.step()).toBe(true);
    for (const minutes of [0, 3, 6, 60]) {
      const nowMs = world.timeline.nowMs + minutes * 60_000;
      expect(lost.agent.isRegistered(nowMs)).toBe(true);
      expect(lost.agent.isUp(nowMs)).toBe(false);
      expect(lost.agent.pingStatus(nowMs)).toBe('ConnectionLost');
    }
    expect(online.agent.pingStatus(world.timeline.nowMs + 180_000)).toBe('Online');
  });

  test('an Online instance without a profile registers: Default Host Management', () => {
    expect(specOf({ IamInstanceProfile: undefined }, nodes(node(1)))?.registration).toEqual({
      kind: 'normal',
    });
  });

  test('hybrid nodes and instances that the other file lacks are notes, not errors', () => {
    const hybrid = node(1, { InstanceId: 'mi-0123456789abcdef0' });
    const fleet = accept(three, nodes(node(1), hybrid, node(9), node(10), node(11), node(12)));
    expect(fleet.workload).toHaveLength(4);
    expect(fleet.notes).toEqual([
      'managed.json: left out 1 hybrid nodes, which EC2 does not know: mi-0123456789abcdef0',
      `managed.json: left out 4 instances that are not in fleet.json: ${idOf(9)}, ${idOf(10)}, ${idOf(11)} and more`,
    ]);
  });

  test('a managed instance that is stopped in the other file is not unknown', () => {
    const fleet = accept(instances(instance(1), instance(2, { State: { Name: 'stopped' } })), nodes(node(2)));
    expect(fleet.notes).toEqual(['fleet.json: left out what does not run: 1 stopped']);
  });

  test('a list that was cut by --max-items is a note', () => {
    const part = JSON.stringify({ InstanceInformationList: [node(1)], NextToken: 'eyJ' });
    expect(accept(three, part).notes).toEqual([
      'managed.json: has a NextToken, so there is more; write it again without --max-items',
    ]);
  });
});

describe('encodings', () => {
  const text = instances(instance(1, { Tags: [{ Key: 'Name', Value: 'Zürich' }] }));

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('%s is read', (_, bytes) => {
    expect(accept(bytes).workload[0]?.spec.tags).toEqual({ Name: 'Zürich' });
  });

  test('refuses a text in another encoding', () => {
    expect(problemOf(Buffer.from(text, 'latin1'))).toBe(
      'fleet.json: is not text in UTF-8; allowed: UTF-8 or UTF-16',
    );
  });
});
