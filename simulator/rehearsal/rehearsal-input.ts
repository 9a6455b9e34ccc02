import { sortHybridNodes } from '../../lambdas/shared/domain/diagnosis/hybrid-node.ts';
import { type FileEvidence, findDefaultHostPlaces, regionOf, toHybridNode } from './causes/file-evidence.ts';
import { readNetworkFiles } from './causes/network-files.ts';
import { readRoleFiles } from './causes/role-files.ts';
import type { RealManagedInstance } from './input/cli-forms.ts';
import { type ListedInstance, readFleetList } from './input/fleet-list.ts';
import type { InputFile } from './input/input-file.ts';
import { readManagedList } from './input/managed-list.ts';

/** The files of a rehearsal. Only the instances must be given. */
export interface RehearsalFiles {
  /** What `aws ec2 describe-instances` printed. */
  readonly instances: readonly InputFile[];
  /** What `aws ssm describe-instance-information` printed. If absent, registrations are simulated. */
  readonly managed?: readonly InputFile[];
  /** What `aws iam get-account-authorization-details` printed. */
  readonly roles?: readonly InputFile[];
  /** What the describe commands of networks printed. */
  readonly network?: readonly InputFile[];
}

/** What the files of a rehearsal say. Each note is one line. */
export interface RehearsalInput {
  /** The instances that are pending or running. */
  readonly running: readonly ListedInstance[];
  /** The number of instances in each other state. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly managed: ReadonlyMap<string, RealManagedInstance> | undefined;
  readonly evidence: FileEvidence;
  /** The regions of the instances, in order. */
  readonly regions: readonly string[];
  readonly notes: readonly string[];
}

/** Reads the files of a rehearsal. @throws InputError with one line that names the file, the place and what is allowed. */
export async function readRehearsal(files: RehearsalFiles): Promise<RehearsalInput> {
  const fleet = await readFleetList(files.instances);
  const managed = files.managed && (await readManagedList(files.managed, fleet));
  const roles = files.roles && (await readRoleFiles(files.roles));
  const network = files.network && (await readNetworkFiles(files.network));
  const regions = [...new Set(fleet.running.flatMap(({ instance }) => regionOf(instance) ?? []))].sort();
  return {
    running: fleet.running,
    skipped: fleet.skipped,
    managed: managed?.byId,
    regions,
    evidence: {
      instanceProfiles: roles,
      network,
      defaultHostPlaces: findDefaultHostPlaces(fleet.running, managed?.byId ?? new Map()),
      isManagedWhole: managed?.isWhole ?? true,
      hybrid: sortHybridNodes((managed?.hybrid ?? []).map(toHybridNode)),
    },
    notes: [
      ...fleet.notes,
      ...(regions.length === 0 ? [] : [`${fleet.name}: instances of ${regions.join(', ')}`]),
      ...(managed?.notes ?? [
        'without --managed (aws ssm describe-instance-information) it is assumed which instances register, and that they run a system that the installers know',
      ]),
    ],
  };
}
