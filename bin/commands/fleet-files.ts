import { readFileSync } from 'node:fs';
import type { Place } from '../../local/cloud/host.ts';
import { readRealFleet } from '../../local/simulator/real-fleet.ts';
import type { Workload } from '../../local/simulator/workload.ts';
import { UsageError } from '../failure.ts';

/** The files of a rehearsal, as they were named on the command line. */
export interface FleetFiles {
  readonly instances: string;
  readonly managed?: string | undefined;
  readonly seed: number;
  readonly place: Place;
}

/**
 * Reads a real fleet from what the AWS CLI printed.
 * @throws UsageError with one line that names the file, the place in it, and what is wrong.
 */
export function readFleetFiles(files: FleetFiles): { workload: Workload; notes: readonly string[] } {
  const { instances, managed, seed, place } = files;
  const fleet = readRealFleet({
    instancesFile: instances,
    instances: readText(instances),
    ...(managed === undefined ? {} : { managedFile: managed, managed: readText(managed) }),
    seed,
    place,
  });
  if (!fleet.ok) throw new UsageError(fleet.problem);
  return fleet;
}

function readText(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const problem =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'is a folder; allowed: a file'
          : String(error);
    throw new UsageError(`${file}: ${problem}`);
  }
}
