import type { Place } from 'local-cloud';
import type { Fate } from '../fleet/fleet-fates.ts';
import { fleetOfRows } from '../fleet/fleet-of-rows.ts';
import type { GroupRow } from '../fleet/fleet-units.ts';
import type { Workload } from '../fleet/workload.ts';

/** What is launched: a group as it should be, and one instance by hand. */
const rows = [
  ['asg', 'web', 'amazonLinux2023', 'arm64', 5, [0]],
  ['standalone', 'tower', 'ubuntu2204', 'x86_64', 1, [1]],
] as const satisfies readonly GroupRow[];

/** Who launches by hand forgets the instance profile. */
const forgotten: Fate = {
  ...{ parts: 1000, where: ['standalone'] },
  registration: { kind: 'never', cause: 'no-instance-profile' },
};

/** How many are launched. */
export const forgottenFleetSize = 6;

/** The fleet of the story: five instances of a group, and one that lacks its instance profile. */
export function forgottenProfile(seed: number, place: Place): Workload {
  const normal: Fate = { parts: 0, where: ['asg'] };
  return fleetOfRows(
    { rows, fates: [forgotten], normal },
    { launches: forgottenFleetSize, seed, place, name: 'forgotten-profile' },
  );
}

/** What `muster.config.ts` says besides: a rule finds unmanaged instances, and a person has them mended. */
export const settingsOfRemediation = {
  remediation: {
    recorder: 'create',
    rules: { instanceManaged: { remediate: { when: 'on-request', dryRun: false } } },
  },
} as const;
