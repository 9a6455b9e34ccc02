import { beforeAll, describe, expect, it } from 'vitest';
import { type RehearsalReport, rehearseFleet } from '../../../../simulator/rehearsal/rehearse-fleet.ts';
import { deployApplication } from '../../../../simulator/run/deploy-application.ts';
import { otherAccountId } from '../../../accounts.ts';
import { assemblyFolder } from '../../../synthesized.ts';
import { type Contents, idOf, instance, instances, node, nodes, PROFILES, read } from '../fleet-files.ts';

const rehearse = async (contents: Contents): Promise<RehearsalReport> => {
  const application = await deployApplication(assemblyFolder(), { seed: 1 });
  return rehearseFleet(application, await read(contents), { seed: 1 });
};

/** What the report says of an instance, by its number. */
const verdictOf = (report: RehearsalReport, number: number) => {
  const found = report.instances.find(({ instanceId }) => instanceId === idOf(number));
  return { status: found?.status, reason: found?.reason, detail: found?.causeDetail };
};

const roles = '--roles (aws iam get-account-authorization-details)';
const network = `--network (${[
  ...['route-tables', 'vpc-endpoints', 'security-groups', 'subnets', 'network-acls'],
  'vpc-attribute --attribute enableDnsSupport --vpc-id ID',
]
  .map((what) => `aws ec2 describe-${what}`)
  .join(', ')})`;
const notShown = { status: 'unmanaged', reason: 'NotShown', detail: `not given: ${roles}; ${network}` };
const onboarded = { status: 'onboarded', reason: 'Onboarded', detail: undefined };
const zone = (name: string) => ({ Placement: { AvailabilityZone: name } });
const noProfile = { IamInstanceProfile: undefined };
const strangeTags = [
  ...['__proto__', 'constructor', 'toString', 'a\u0000b', '東京 – ✓ <b>&amp;', '', 'muster:exclude:not'],
  ...Array.from({ length: 60 }, (_, index) => `aws:k${index}`),
].map((Key) => ({ Key, Value: Key === '' ? '\ud800' : `${Key}\u001b[31m\n` }));
const v1 = { MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'enabled' } };

/** As people's fleets have them: tags, and what they say of the source. */
const owned: readonly { tags: Record<string, string>; source: string; fields?: object }[] = [
  { tags: { Name: 'Packer Builder' }, source: 'image:packer' },
  {
    tags: { CreatedBy: 'EC2 Image Builder', Ec2ImageBuilderArn: 'arn:aws-cn:imagebuilder:...' },
    source: 'image:image-builder',
  },
  { tags: { AWSBatchServiceTag: 'batch', 'aws:autoscaling:groupName': 'b' }, source: 'batch:b' },
  {
    tags: { 'elasticbeanstalk:environment-name': 'e', 'aws:autoscaling:groupName': 'awseb-e-x' },
    source: 'beanstalk:e',
  },
  {
    tags: { 'karpenter.sh/nodepool': 'default', 'kubernetes.io/cluster/c': 'owned' },
    source: 'karpenter:c/default',
  },
  { tags: { team: 'blue' }, source: 'spot', fields: { InstanceLifecycle: 'spot' } },
];

describe('what a rehearsal says of instances of other accounts, regions and partitions', () => {
  const profiles = Object.values(PROFILES);
  let report: RehearsalReport;

  beforeAll(async () => {
    report = await rehearse({
      instances: instances(
        ...profiles.map((IamInstanceProfile, index) => instance(1 + index, { IamInstanceProfile })),
        ...profiles.map((IamInstanceProfile, index) => instance(11 + index, { IamInstanceProfile })),
        instance(20, { MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'optional' } }),
        instance(21, noProfile),
        instance(30, { ...zone('eu-central-1a'), ...noProfile }),
        instance(31, { ...zone('eu-central-1b'), ...noProfile }),
        instance(32, { ...zone('eu-central-1b'), ...noProfile, ...v1 }),
        instance(40, { PrivateIpAddress: '172.31.14.43', PrivateDnsName: 'ip-172-31-14-43.ec2.internal' }),
        instance(41),
        instance(42, { PrivateIpAddress: '10.9.9.9', PrivateDnsName: 'ip-10-9-9-9.ec2.internal' }),
        instance(50, { SubnetId: 'subnet-1', VpcId: 'vpc-1' }),
        instance(51, { SubnetId: 'subnet-1', VpcId: 'vpc-2' }),
        instance(52, { SubnetId: undefined }),
        instance(60, { Tags: [{ Key: 'muster:exclude', Value: '' }] }),
        instance(61, { Tags: [{ Key: 'muster:exclude', Value: 'true' }] }),
        instance(62, { Tags: strangeTags }),
        ...owned.map(({ tags, fields }, index) =>
          instance(70 + index, {
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
            ...fields,
          }),
        ),
      ),
      managed: nodes(
        ...profiles.map((_, index) => node(11 + index)),
        node(30),
        node(1, {
          InstanceId: 'mi-0123456789abcdef0',
          IPAddress: '172.31.14.43',
          ComputerName: 'ip-172-31-14-43.eu-central-1.compute.internal',
        }),
        node(1, {
          InstanceId: 'mi-0123456789abcdef1',
          Name: `${otherAccountId}-${idOf(41)}`,
          PingStatus: 'ConnectionLost',
        }),
        node(1, { InstanceId: 'mi-0123456789abcdef2', IPAddress: '10.9.9.9', ComputerName: 'printer' }),
        ...[50, 51, 52, 60, 61, 62, ...owned.map((_, index) => 70 + index)].map((number) => node(number)),
      ),
    });
  }, 60_000);

  it('accounts for each of them', () => {
    expect(report).toMatchObject({ launched: 28, ran: 28, accounted: true, deniedCalls: 0 });
  });

  it.each(Object.keys(PROFILES))('an unmanaged one with a profile of a %s account: not shown', (name) => {
    const index = Object.keys(PROFILES).indexOf(name);
    expect(verdictOf(report, 1 + index)).toEqual(notShown);
    expect(verdictOf(report, 11 + index)).toEqual(onboarded);
  });

  it('one with its metadata service off: MetadataOff', () => {
    expect(verdictOf(report, 20)).toEqual({ status: 'unmanaged', reason: 'MetadataOff', detail: undefined });
  });

  it('one without a profile: NoInstanceProfile, where nothing shows Default Host Management', () => {
    expect(verdictOf(report, 21)).toMatchObject({ status: 'unmanaged', reason: 'NoInstanceProfile' });
  });

  it('Default Host Management is on in the region where an instance without a profile is Online', () => {
    expect(verdictOf(report, 30)).toEqual(onboarded);
    expect(verdictOf(report, 31)).toEqual({ ...notShown, detail: `not given: ${network}` });
    expect(verdictOf(report, 32)).toMatchObject({ status: 'unmanaged', reason: 'ImdsV1Allowed' });
  });

  it('one that is registered by a hybrid activation: the id of that node', () => {
    const reason = 'ManagedAsHybridNode';
    expect(verdictOf(report, 40)).toEqual({
      status: 'unmanaged',
      reason,
      detail: 'mi-0123456789abcdef0, by its address and computer name',
    });
    expect(verdictOf(report, 41).detail).toBe('mi-0123456789abcdef1, whose connection is lost');
    expect(verdictOf(report, 42)).toEqual(notShown);
  });

  it('one of which an image is being built: left alone', () => {
    for (const number of [70, 71])
      expect(verdictOf(report, number)).toMatchObject({ status: 'excluded', reason: 'ImageBeingBuilt' });
    for (const number of [72, 73, 74, 75]) expect(verdictOf(report, number)).toEqual(onboarded);
  });

  it('each with what launched it', () => {
    const sourceOf = (number: number) =>
      report.instances.find(({ instanceId }) => instanceId === idOf(number))?.source;
    expect(owned.map((_, index) => sourceOf(70 + index))).toEqual(owned.map(({ source }) => source));
  });

  it('a subnet in two VPCs, or none, changes nothing', () => {
    for (const number of [50, 51, 52]) expect(verdictOf(report, number)).toEqual(onboarded);
  });

  it('tags with odd keys and values, and more than an instance can have, change nothing', () => {
    expect(verdictOf(report, 62)).toEqual(onboarded);
  });

  it('the excluding tag has the value of the configuration', () => {
    expect(verdictOf(report, 60)).toEqual(onboarded);
    expect(verdictOf(report, 61)).toMatchObject({ status: 'excluded', reason: 'ExcludedByTag' });
  });
});

describe('what a rehearsal says of systems', () => {
  const systems = [
    [{ PlatformName: 'Bottlerocket OS', PlatformVersion: '1.20.0' }, 'failed', 'UnsupportedSystem'],
    [{ PlatformName: 'Oracle Linux Server', PlatformVersion: '8.9' }, 'onboarded', 'Onboarded'],
    [{ PlatformName: 'CentOS', PlatformVersion: '6.10' }, 'failed', 'UnsupportedSystem'],
    [
      {
        PlatformType: 'Windows',
        PlatformName: 'Microsoft Windows Server 2008 R2 Standard',
        PlatformVersion: '6.1.7601',
      },
      'failed',
      'UnsupportedSystem',
    ],
    [
      {
        PlatformType: 'Windows',
        PlatformName: 'Microsoft Windows Server 2022 Datacenter',
        PlatformVersion: '10.0.20348',
      },
      'onboarded',
      'Onboarded',
    ],
    [{ PlatformName: 'FreeBSD', PlatformVersion: '14.0' }, 'excluded', 'UnsupportedPlatform'],
    [{ PlatformName: 'Amazon Linux AMI', PlatformVersion: '2018.03' }, 'failed', 'UnsupportedSystem'],
    [{ PlatformName: 'Alpine Linux', PlatformVersion: '3.19' }, 'failed', 'UnsupportedSystem'],
    [{ PlatformName: 'Plan 9', PlatformVersion: '4' }, 'commanded', 'EndNotShown'],
    [{ PlatformName: undefined, PlatformType: undefined }, 'commanded', 'EndNotShown'],
    [{ PlatformName: '__proto__' }, 'commanded', 'EndNotShown'],
    [{ PlatformName: 'x'.repeat(5000) }, 'commanded', 'EndNotShown'],
  ] as const;
  let report: RehearsalReport;

  beforeAll(async () => {
    report = await rehearse({
      instances: instances(...systems.map((_, index) => instance(index + 1))),
      managed: nodes(...systems.map(([changes], index) => node(index + 1, changes))),
    });
  }, 60_000);

  it.each(
    systems.map(
      ([{ PlatformName: name = 'no name' }, status, reason], index) =>
        [name.slice(0, 50), status, reason, index] as const,
    ),
  )('%s: %s, %s', (_, status, reason, index) => {
    expect(verdictOf(report, index + 1)).toMatchObject({ status, reason });
  });
});
