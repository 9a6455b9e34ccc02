import type { InstanceSpec, Place } from 'local-cloud';
import type { Fate } from '../fleet/fleet-fates.ts';
import { fleetOfRows } from '../fleet/fleet-of-rows.ts';
import type { GroupRow } from '../fleet/fleet-units.ts';
import type { Workload } from '../fleet/workload.ts';

/** How many instances run in the story: as many as in the roll-out from which Muster was born. */
export const oldFleetSize = 1100;

/** What runs: kind, name, platform, architecture, how many, minutes of the bursts. The mix is that of the first job. */
const rows = [
  ['asg', 'web', 'amazonLinux2023', 'arm64', 150, [0, 8]],
  ['asg', 'api', 'ubuntu2204', 'x86_64', 120, [0, 8]],
  ['asg', 'worker', 'amazonLinux2', 'x86_64', 110, [4]],
  ['asg', 'billing', 'rhel9', 'x86_64', 60, [0]],
  ['asg', 'ledger', 'centos7', 'x86_64', 60, [4]],
  ['asg', 'payments', 'centos7', 'x86_64', 50, [4]],
  ['asg', 'search', 'fedora42', 'x86_64', 30, [4]],
  ['asg', 'shop', 'windowsServer2022', 'x86_64', 70, [8]],
  ['asg', 'reports', 'windowsServer2019', 'x86_64', 40, [8]],
  ['emr', 'analytics', 'amazonLinux2', 'x86_64', 80, [4]],
  ['emr', 'nightly', 'amazonLinux2023', 'arm64', 40, [8]],
  ['eks', 'shop/general', 'amazonLinux2023', 'x86_64', 100, [0, 4]],
  ['eks', 'data/ubuntu', 'ubuntu2204', 'x86_64', 40, [8]],
  ['ecs', 'batch', 'amazonLinux2', 'x86_64', 60, [0, 8]],
  ['standalone', 'tower', 'centos7', 'x86_64', 20, [0]],
  ['standalone', 'bastion', 'amazonLinux2', 'arm64', 20, [0]],
  ['standalone', 'directory', 'windowsServer2022', 'x86_64', 20, [8]],
  ['standalone', 'gateway', 'ubuntu2204', 'x86_64', 15, [8]],
  ['standalone', 'firewall', 'freebsd14', 'x86_64', 15, [8]],
] as const satisfies readonly GroupRow[];

const anywhere = ['asg', 'emr', 'eks', 'ecs', 'standalone'] as const;

/** What is wrong with some, in parts per thousand: no profile, no agent, no network, an image of a vendor, a silent agent. */
const fates: readonly Fate[] = [
  { parts: 36, where: ['asg', 'standalone'], registration: { kind: 'never', cause: 'no-instance-profile' } },
  { parts: 20, where: anywhere, needsBareImage: true, registration: { kind: 'never', cause: 'no-agent' } },
  { parts: 8, where: anywhere, registration: { kind: 'never', cause: 'no-network' } },
  { parts: 12, where: ['standalone'], tags: { Vendor: 'appliance', 'muster:exclude': 'true' } },
  { parts: 4, where: ['asg', 'ecs'], lifecycle: { agentSilentAfterSeconds: 3 * 3600 } },
];

/** The fleet of the story. All instances run on: nobody ends one. */
export function oldFleet(seed: number, place: Place): Workload {
  const normal: Fate = { parts: 0, where: anywhere };
  return fleetOfRows({ rows, fates, normal }, { launches: oldFleetSize, seed, place, name: 'old-fleet' });
}

/** True for the distribution on which the bad package fails. */
export function isAffected({ platform }: Pick<InstanceSpec, 'platform'>): boolean {
  return platform.name === 'CentOS Linux';
}
