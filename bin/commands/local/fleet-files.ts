import { readFileSync } from 'node:fs';
import { defaultPlace } from 'local-cloud';
import { readRealFleet } from '../../../simulator/fleet/real-fleet.ts';
import type { Workload } from '../../../simulator/fleet/workload.ts';
import { UsageError } from '../../failure.ts';

/**
 * Reads a real fleet from the output of the AWS CLI.
 * @throws UsageError with one line that names the file, the place in it, and what is wrong.
 */
export function readFleetFiles(
  instancesFile: string,
  managedFile: string | undefined,
  seed: number,
): { workload: Workload; notes: readonly string[] } {
  const fleet = readRealFleet({
    instancesFile,
    instances: readBytes(instancesFile),
    ...(managedFile === undefined ? {} : { managedFile, managed: readBytes(managedFile) }),
    seed,
    place: defaultPlace,
  });
  if (!fleet.ok) throw new UsageError(fleet.problem);
  return fleet;
}

function readBytes(file: string): Buffer {
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
