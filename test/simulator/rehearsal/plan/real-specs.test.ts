import { assertInstanceSpec } from 'local-cloud';
import { PretendWorld } from 'local-cloud/test/services/ec2/pretend-world.ts';
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../accounts.ts';
import { idOf, instance, instances, node, nodes, PROFILES, planAll, specOf } from '../fleet-files.ts';

describe('the plan of a real instance', () => {
  test('has its id, image, type and tags, but the place of the rehearsal', async () => {
    expect(await specOf({})).toMatchObject({
      id: idOf(1),
      architecture: 'x86_64',
      imageId: 'ami-0123456789abcdef0',
      instanceType: 't3.micro',
      availabilityZone: 'us-east-1a',
      tags: { Name: 'n1' },
      registration: { kind: 'normal' },
    });
  });

  test.each(Object.entries(PROFILES))(
    'the instance profile of a %s account is one of the rehearsal',
    async (_, profile) => {
      const spec = await specOf({ IamInstanceProfile: profile });
      expect(spec?.instanceProfileArn).toBe(`arn:aws:iam::${accountId}:instance-profile/web`);
    },
  );

  test('an instance with an old short id and one with the fewest members are planned', async () => {
    const [plan] = await planAll({
      instances: instances({ InstanceId: 'i-0123abcd', State: { Name: 'running' } }),
    });
    expect(plan?.spec).toMatchObject({ id: 'i-0123abcd', tags: {} });
    expect(plan?.spec.registration).toEqual({ kind: 'never', cause: 'no-instance-profile' });
  });

  test('members that are null count as absent', async () => {
    const spec = await specOf({
      IamInstanceProfile: null,
      Tags: null,
      Architecture: null,
      MetadataOptions: null,
    });
    expect(spec).toMatchObject({ tags: {}, architecture: 'x86_64' });
    expect(spec?.instanceProfileArn).toBeUndefined();
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
  ])('without --managed, %j is a platform of type %s named %s', async (changes, type, name) => {
    expect((await specOf(changes))?.platform).toMatchObject({ type, name });
  });

  test('Systems Manager names the platform, even an unknown one', async () => {
    const managed = nodes(node(1, { PlatformName: 'Plan 9', PlatformVersion: '4' }));
    expect(await specOf({}, managed)).toMatchObject({
      platform: { type: 'Linux', name: 'Plan 9', version: '4', details: 'Linux/UNIX' },
      agentVersion: '3.2.0.0',
    });
  });

  test('texts are no longer than those of AWS, so that each instance gets its entry', async () => {
    const long = 'x'.repeat(450_000);
    const changes = { Tags: [{ Key: long, Value: long }], Operator: { Managed: true, Principal: long } };
    const managed = nodes(node(1, { PlatformName: long, PlatformVersion: long, AgentVersion: long }));
    expect(JSON.stringify(await specOf(changes, managed)).length).toBeLessThan(4000);
  });

  test('instances of one platform share it', async () => {
    const plans = await planAll({
      instances: instances(instance(1), instance(2), instance(3, { Architecture: 'arm64' })),
    });
    expect(new Set(plans.map(({ spec }) => spec.platform)).size).toBe(2);
  });

  test('a 32-bit instance counts as x86_64', async () => {
    expect((await specOf({ Architecture: 'i386' }))?.architecture).toBe('x86_64');
  });

  test('an instance that a service owns stays owned', async () => {
    const Operator = { Managed: true, Principal: 'eks.amazonaws.com' };
    expect((await specOf({ Operator }))?.operatorManaged).toEqual({ principal: 'eks.amazonaws.com' });
    expect((await specOf({ Operator: { Managed: false } }))?.operatorManaged).toBeUndefined();
  });

  test('a document ends with 22 on a system that the installer refuses', async () => {
    const contents = { instances: instances(instance(1)), managed: nodes(node(1)) };
    const [refused] = await planAll(contents, { answerOn: () => 'refuses' });
    expect(refused?.spec.script.exitCodes).toEqual([22]);
    const [assumed] = await planAll({ instances: contents.instances }, { answerOn: () => 'refuses' });
    expect(assumed?.spec.script.exitCodes).toEqual([0]);
    const [known] = await planAll(contents);
    expect(known?.spec.script.exitCodes).toEqual([0]);
  });
});

describe('without --managed', () => {
  const many = instances(...Array.from({ length: 1000 }, (_, number) => instance(number)));

  test('a few register late, and those without a profile or with their metadata service off never', async () => {
    const late = (await planAll({ instances: many })).filter(({ spec }) => spec.registration.kind === 'late');
    expect(late.length).toBeGreaterThan(5);
    expect(late.length).toBeLessThan(50);
    expect((await specOf({ IamInstanceProfile: undefined }))?.registration).toEqual({
      kind: 'never',
      cause: 'no-instance-profile',
    });
    const isOff = { MetadataOptions: { HttpEndpoint: 'disabled' } };
    expect((await specOf(isOff))?.registration.kind).toBe('never');
  });
});

describe('with --managed', () => {
  const four = instances(
    instance(1),
    instance(2),
    instance(3),
    instance(4, { IamInstanceProfile: undefined }),
  );
  const managed = nodes(node(1), node(2, { PingStatus: 'ConnectionLost' }));

  test('an instance registers as Systems Manager lists it', async () => {
    const plans = await planAll({ instances: four, managed });
    const byId = new Map(plans.map(({ spec }) => [spec.id, spec]));
    for (const { spec } of plans) expect(() => assertInstanceSpec(spec)).not.toThrow();
    expect(byId.get(idOf(1))?.registration).toEqual({ kind: 'normal' });
    expect(byId.get(idOf(3))?.registration).toEqual({ kind: 'never', cause: 'no-agent' });
    expect(byId.get(idOf(4))?.registration).toEqual({ kind: 'never', cause: 'no-instance-profile' });
  });

  test('a lost connection is lost from the moment the instance runs, and stays lost', async () => {
    const plans = await planAll({ instances: four, managed });
    const world = new PretendWorld();
    const [lost, online] = [idOf(2), idOf(1)].map((id) => {
      const spec = plans.find((plan) => plan.spec.id === id)?.spec;
      if (spec === undefined) throw new Error(`${id} has no plan`);
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

  test('an Online instance without a profile registers: Default Host Management', async () => {
    const spec = await specOf({ IamInstanceProfile: undefined }, nodes(node(1)));
    expect(spec?.registration).toEqual({ kind: 'normal' });
  });
});
