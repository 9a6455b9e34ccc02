import type { Place } from 'local-cloud';
import type { Fate } from './fleet-fates.ts';
import { fleetOfRows } from './fleet-of-rows.ts';
import type { GroupRow } from './fleet-units.ts';
import type { Workload } from './workload.ts';

/**
 * The groups that launch instances: kind, name, platform, architecture, parts per thousand, minutes of the bursts.
 *
 * The whole company scales in the same few minutes (the morning, a sale, the nightly jobs), because batching pays when
 * launches are many. The figures are invented. Every supported operating system occurs.
 */
const GROUPS = [
  ['asg', 'web', 'amazonLinux2023', 'arm64', 110, [0, 14]],
  ['asg', 'api', 'ubuntu2404', 'x86_64', 80, [0, 14]],
  ['asg', 'worker', 'amazonLinux2023', 'x86_64', 80, [6, 14]],
  ['asg', 'billing', 'rhel9', 'x86_64', 40, [0]],
  ['asg', 'search', 'debian12', 'arm64', 30, [6]],
  ['asg', 'legacy', 'amazonLinux2', 'x86_64', 40, [0]],
  ['asg', 'ledger', 'centos7', 'x86_64', 15, [6]],
  ['asg', 'mail', 'centosStream9', 'arm64', 15, [6]],
  ['asg', 'cache', 'rocky9', 'arm64', 20, [14]],
  ['asg', 'media', 'alma9', 'x86_64', 20, [14]],
  ['asg', 'erp', 'sles15', 'x86_64', 25, [0]],
  ['asg', 'build', 'fedora42', 'x86_64', 15, [6]],
  ['asg', 'models', 'ubuntu2204', 'arm64', 25, [14]],
  ['asg', 'shop', 'windowsServer2022', 'x86_64', 40, [14]],
  ['asg', 'reports', 'windowsServer2019', 'x86_64', 20, [14]],
  ['emr', 'analytics', 'amazonLinux2023', 'arm64', 90, [6]],
  ['emr', 'nightly', 'amazonLinux2', 'x86_64', 60, [14]],
  ['eks', 'shop/general', 'amazonLinux2023', 'x86_64', 60, [0, 6]],
  ['eks', 'shop/spot', 'amazonLinux2023', 'arm64', 50, [6, 14]],
  ['eks', 'data/ubuntu', 'ubuntu2204', 'x86_64', 25, [14]],
  ['eks-auto', 'auto/general-purpose', 'amazonLinux2023', 'arm64', 20, [6]],
  ['ecs', 'batch', 'amazonLinux2023', 'x86_64', 50, [0, 14]],
  ['standalone', 'bastion', 'amazonLinux2', 'arm64', 10, [0]],
  ['standalone', 'directory', 'windowsServer2022', 'x86_64', 10, [14]],
  ['standalone', 'database', 'rhel9', 'arm64', 10, [6]],
  ['standalone', 'files', 'debian12', 'x86_64', 10, [6]],
  ['standalone', 'monitoring', 'ubuntu2404', 'arm64', 10, [14]],
  ['standalone', 'appliance', 'freebsd14', 'x86_64', 10, [14]],
  ['standalone', 'app-signing', 'macos14', 'arm64_mac', 10, [14]],
] as const satisfies readonly GroupRow[];

const anywhere = ['asg', 'emr', 'eks', 'ecs', 'standalone'] as const;
const withTemplate = ['asg', 'eks', 'ecs'] as const;
const byConfiguration = ['asg', 'standalone'] as const;

/**
 * What can go wrong, in parts per thousand launches. About a fifth of the fleet has a fate, and an instance has at most
 * one. The launch delay is 180 s and the batching window up to 180 s. An instance that ends after 60 s therefore ends
 * before the first look, and one that ends after 400 s ends soon after it. EMR nodes always have a profile and cannot
 * be stopped. An Auto Scaling group replaces a stopped instance.
 */
const FATES: readonly Fate[] = [
  { parts: 25, where: anywhere, registration: { kind: 'late', delaySeconds: 600 } },
  { parts: 12, where: anywhere, registration: { kind: 'late', delaySeconds: 2400 } },
  { parts: 6, where: anywhere, registration: { kind: 'late', delaySeconds: 7200 } },
  { parts: 25, where: byConfiguration, registration: { kind: 'never', cause: 'no-instance-profile' } },
  { parts: 15, where: anywhere, needsBareImage: true, registration: { kind: 'never', cause: 'no-agent' } },
  { parts: 8, where: anywhere, registration: { kind: 'never', cause: 'no-network' } },
  { parts: 15, where: anywhere, lifecycle: { terminatedAfterSeconds: 60 } },
  { parts: 12, where: anywhere, lifecycle: { terminatedAfterSeconds: 400 } },
  { parts: 6, where: ['standalone'], lifecycle: { stoppedAfterSeconds: 420 } },
  { parts: 10, where: ['standalone'], lifecycle: { stoppedAfterSeconds: 420, restartedAfterSeconds: 300 } },
  { parts: 20, where: byConfiguration, tags: { 'muster:exclude': 'true' } },
  { parts: 6, where: byConfiguration, tags: { 'muster:exclude': 'true' }, tagLagSeconds: 45 },
  { parts: 20, where: anywhere, tagLagSeconds: 30 },
  { parts: 15, where: withTemplate, tagLagSeconds: 60 },
  { parts: 10, where: withTemplate, registration: { kind: 'never', cause: 'hybrid-registration' } },
  { parts: 10, where: ['standalone'], tags: { Name: 'Packer Builder' }, tagLagSeconds: 15 },
];

const NORMAL: Fate = { parts: 0, where: anywhere };
const LAUNCHES_MAX = 1_000_000;

/** The size, the seed and the place of an example fleet. */
export interface ExampleFleetOptions {
  /** From 1 to 1,000,000. With about 300 or more, every row of the two tables occurs. */
  readonly launches: number;
  readonly seed: number;
  readonly place: Place;
  /**
   * How long an instance without another end runs. An instance that registers late or never also stays for the horizon.
   */
  readonly lifeSeconds?: number;
}

/** The default horizon of the onboarding plus a sweep. By then, instances that register late or never are settled. */
const LATE_LIFE_SECONDS = 9000;

/**
 * Builds the fleet of an invented company with exactly `launches` instances: groups, clusters and machines started by
 * hand, in three bursts within about 15 virtual minutes. Instances launched alike share one spec.
 * @throws RangeError when `launches` is not a whole number from 1 to 1,000,000.
 */
export function exampleFleet({ launches, seed, place, lifeSeconds }: ExampleFleetOptions): Workload {
  if (!Number.isInteger(launches) || launches < 1 || launches > LAUNCHES_MAX)
    throw new RangeError(`launches ${launches}: allowed is a whole number from 1 to ${LAUNCHES_MAX}`);
  const fates = FATES.map((fate) => withEnd(fate, lifeSeconds));
  return fleetOfRows(
    { rows: GROUPS, fates, normal: withEnd(NORMAL, lifeSeconds) },
    { launches, seed, place, name: 'example-fleet' },
  );
}

/** Adds the end of the instance's life to a fate. */
function withEnd(fate: Fate, lifeSeconds: number | undefined): Fate {
  if (lifeSeconds === undefined || fate.lifecycle !== undefined) return fate;
  const lateSeconds = fate.registration === undefined ? 0 : LATE_LIFE_SECONDS;
  return { ...fate, lifecycle: { terminatedAfterSeconds: lifeSeconds + lateSeconds } };
}
