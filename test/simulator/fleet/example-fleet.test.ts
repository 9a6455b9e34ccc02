import { assertInstanceSpec, type InstanceSpec } from 'local-cloud';
import { expect, test } from 'vitest';
import { readSource } from '../../../lambdas/shared/domain/fleet/source.ts';
import { exampleFleet } from '../../../simulator/fleet/example-fleet.ts';
import { share } from '../../../simulator/fleet/fleet-shares.ts';
import type { PlannedLaunch } from '../../../simulator/fleet/workload.ts';
import { accountId } from '../../accounts.ts';

const place = { partition: 'aws-cn', region: 'cn-north-1', accountId };

function fleet(launches: number, seed = 1) {
  return exampleFleet({ launches, seed, place });
}

/** Every kind of instance that must occur, with a predicate that recognises it. */
const KINDS: Readonly<Record<string, (spec: InstanceSpec, source: string) => boolean>> = {
  'an Auto Scaling group': (_, source) => source.startsWith('asg:'),
  'an EMR master': (_, source) => /^emr:j-[0-9A-F]{13}\/MASTER$/.test(source),
  'an EMR core node': (_, source) => source.endsWith('/CORE'),
  'an EMR task node': (_, source) => source.endsWith('/TASK'),
  'an EKS node group': (_, source) => source === 'eks:shop/general',
  'an EKS Auto Mode node': (spec) => spec.operatorManaged?.principal === 'eks.amazonaws.com',
  'an ECS group': (_, source) => source.startsWith('ecs:'),
  'a standalone instance': (_, source) => source === 'standalone',
  'Amazon Linux 2': (spec) => spec.platform.name === 'Amazon Linux' && spec.platform.version === '2',
  'Amazon Linux 2023': (spec) => spec.platform.name === 'Amazon Linux' && spec.platform.version === '2023',
  RHEL: (spec) => spec.platform.name === 'Red Hat Enterprise Linux',
  CentOS: (spec) => spec.platform.name.startsWith('CentOS'),
  Rocky: (spec) => spec.platform.name === 'Rocky Linux',
  Alma: (spec) => spec.platform.name === 'AlmaLinux',
  Fedora: (spec) => spec.platform.name === 'Fedora Linux',
  SUSE: (spec) => spec.platform.name === 'SLES',
  Ubuntu: (spec) => spec.platform.name === 'Ubuntu',
  Debian: (spec) => spec.platform.name === 'Debian GNU/Linux',
  FreeBSD: (spec) => spec.platform.name === 'FreeBSD',
  macOS: (spec) => spec.platform.type === 'MacOS',
  'Windows Server': (spec) => spec.platform.type === 'Windows',
  x86_64: (spec) => spec.architecture === 'x86_64',
  arm64: (spec) => spec.architecture === 'arm64',
  'ten minutes late': (spec) => isLate(spec, 600),
  'forty minutes late': (spec) => isLate(spec, 2400),
  'two hours late': (spec) => isLate(spec, 7200),
  'no instance profile': (spec) =>
    isNever(spec, 'no-instance-profile') && spec.instanceProfileArn === undefined,
  'no agent': (spec) => isNever(spec, 'no-agent') && !spec.platform.isAgentPreinstalled,
  'no network': (spec) => isNever(spec, 'no-network'),
  'terminated before the launch delay is over': (spec) =>
    (spec.lifecycle?.terminatedAfterSeconds ?? 999) < 180,
  'terminated after the launch delay': (spec) => (spec.lifecycle?.terminatedAfterSeconds ?? 0) > 180,
  'stopped for good': ({ lifecycle }) =>
    lifecycle?.stoppedAfterSeconds !== undefined && lifecycle.restartedAfterSeconds === undefined,
  restarted: (spec) => spec.lifecycle?.restartedAfterSeconds !== undefined,
  'excluded by a tag': (spec) => spec.tags['muster:exclude'] === 'true' && spec.tagLagSeconds === undefined,
  'excluded by a tag that lags': (spec) =>
    spec.tags['muster:exclude'] === 'true' && spec.tagLagSeconds === 45,
  'registered by a hybrid activation': (spec) => isNever(spec, 'hybrid-registration'),
  'an image that is being built': (spec, source) =>
    source === 'image:packer' && spec.tags['Name'] === 'Packer Builder',
  'tags that lag by a minute': (spec) => spec.tagLagSeconds === 60,
};

function isLate({ registration }: InstanceSpec, delaySeconds: number): boolean {
  return registration.kind === 'late' && registration.delaySeconds === delaySeconds;
}

function isNever({ registration }: InstanceSpec, cause: string): boolean {
  return registration.kind === 'never' && registration.cause === cause;
}

function absentKinds(launches: readonly PlannedLaunch[]): string[] {
  return Object.entries(KINDS)
    .filter(([, isOf]) => !launches.some(({ spec, source }) => isOf(spec, source)))
    .map(([name]) => name);
}

test.each([1, 2, 17, 300, 1000])('a fleet of %i has exactly as many launches', (launches) => {
  expect(fleet(launches)).toHaveLength(launches);
});

test.each([1, 2, 3, 4, 5])('every kind occurs among 300 launches, with seed %i', (seed) => {
  expect(absentKinds(fleet(300, seed))).toEqual([]);
});

test.each([0, -1, 1.5, Number.NaN, 1_000_001])('refuses %d launches', (launches) => {
  expect(() => fleet(launches)).toThrow(`launches ${launches}: allowed is a whole number from 1 to 1000000`);
});

test('no spec contradicts itself', () => {
  for (const { spec } of fleet(1000)) expect(() => assertInstanceSpec(spec)).not.toThrow();
});

test('the source is what the roster reads from the final tags', () => {
  for (const { source, spec } of fleet(1000)) expect(source).toBe(readSource({ tags: spec.tags }));
});

test('launches come in the order of their times, in bursts, within 20 minutes', () => {
  const launches = fleet(1000);
  const times = launches.map(({ atSeconds }) => atSeconds);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(0);
  expect(times.at(-1)).toBeLessThan(20 * 60);
  expect(new Set(times.map((seconds) => Math.floor(seconds / 60))).size).toBeLessThanOrEqual(3);
});

test('instances of one reservation share one source and one time, and are at most 20', () => {
  // The tags of an image that is being built were added to an instance of a group.
  const launches = fleet(1000).filter(({ source }) => !source.startsWith('image:'));
  const reservations = new Set(launches.map(({ reservation }) => reservation));
  for (const reservation of reservations) {
    const together = launches.filter((launch) => launch.reservation === reservation);
    expect(new Set(together.map(({ source, atSeconds }) => `${source} ${atSeconds}`)).size).toBe(1);
    expect(together.length).toBeLessThanOrEqual(20);
  }
  expect(reservations.size).toBeGreaterThan(50);
});

test('an EMR cluster has one master, and its nodes come in one burst', () => {
  const nodes = fleet(1000).filter(({ source }) => source.startsWith('emr:'));
  const clusters = new Set(nodes.map(({ source }) => source.split('/')[0]));
  expect(clusters.size).toBe(5);
  for (const name of clusters) {
    const cluster = nodes.filter(({ source }) => source.startsWith(`${name}/`));
    expect(cluster.filter(({ source }) => source.endsWith('/MASTER'))).toHaveLength(1);
    const seconds = cluster.map(({ atSeconds }) => atSeconds);
    expect(Math.max(...seconds) - Math.min(...seconds)).toBeLessThanOrEqual(40);
  }
});

test('profiles and zones belong to the place', () => {
  const specs = fleet(300).map(({ spec }) => spec);
  expect(specs.every(({ availabilityZone }) => /^cn-north-1[abc]$/.test(availabilityZone))).toBe(true);
  const arns = specs.flatMap(({ instanceProfileArn }) => instanceProfileArn ?? []);
  expect(arns.every((arn) => /^arn:aws-cn:iam::0{12}:instance-profile\/\w/.test(arn))).toBe(true);
});

test.each([
  ['ten minutes late', 25],
  ['two hours late', 6],
  ['no instance profile', 25],
  ['no agent', 15],
  ['no network', 8],
  ['terminated before the launch delay is over', 15],
  ['restarted', 10],
  ['excluded by a tag', 20],
  ['tags that lag by a minute', 15],
])('of 1,000 instances the fate "%s" strikes exactly %i', (name, count) => {
  const isOf = KINDS[name] ?? (() => false);
  expect(fleet(1000).filter(({ spec, source }) => isOf(spec, source))).toHaveLength(count);
});

test('the remainder of an uneven share goes to the largest fractions, earlier ones first', () => {
  expect(share(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(share(1, [1, 3])).toEqual([0, 1]);
  expect(share(0, [1, 3])).toEqual([0, 0]);
});

test('refuses weights that sum to zero', () => {
  expect(() => share(1, [0, 0])).toThrow('weights 0, 0: allowed is a sum above 0');
});

test('most instances have no fate', () => {
  const good = fleet(1000).filter(
    ({ spec }) => spec.registration.kind === 'normal' && spec.lifecycle === undefined,
  );
  expect(good.length).toBeGreaterThan(800);
});

test('the same seed gives the same fleet, another seed another', () => {
  expect(fleet(300, 7)).toEqual(fleet(300, 7));
  expect(fleet(300, 8)).not.toEqual(fleet(300, 7));
});

test('instances launched alike share one spec, so that many stay small', () => {
  const launches = fleet(100_000);
  expect(new Set(launches.map(({ spec }) => spec)).size).toBeLessThan(launches.length / 4);
});
