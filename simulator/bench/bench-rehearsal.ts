import { createReadStream, statSync } from 'node:fs';
import type { InputFile } from '../rehearsal/input/input-file.ts';
import { readRehearsal } from '../rehearsal/rehearsal-input.ts';
import { rehearseFleet } from '../rehearsal/rehearse-fleet.ts';
import { deployApplication } from '../run/deploy-application.ts';
import { peakMegabytes, round } from './bench-scale.ts';
import type { FleetFilePaths } from './fleet-file.ts';

/** What a rehearsal took. */
export interface RehearsalResult {
  readonly instances: number;
  /** The size of the files, in megabytes of 1,000,000 bytes. */
  readonly megabytes: number;
  /** Processor time from the start of the process to the report. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** How many instances were run, one of each kind. */
  readonly ran: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Rehearses files and measures it. Call this in a fresh process: time and memory are those of the process. */
export async function measureRehearsal(
  assemblyFolder: string,
  files: FleetFilePaths,
  seed: number,
): Promise<RehearsalResult> {
  const input = await readRehearsal({ instances: [open(files.instances)], managed: [open(files.managed)] });
  const application = await deployApplication(assemblyFolder, { seed });
  const { launched, ran, outcomes } = await rehearseFleet(application, input, { seed });
  const { user, system } = process.cpuUsage();
  const bytes = statSync(files.instances).size + statSync(files.managed).size;
  return {
    instances: launched,
    megabytes: round(bytes / 1_000_000, 1),
    cpuSeconds: round((user + system) / 1_000_000, 2),
    peakMegabytes: peakMegabytes(),
    ran,
    outcomes,
  };
}

function open(name: string): InputFile {
  return { name, chunks: createReadStream(name), command: 'aws' };
}
