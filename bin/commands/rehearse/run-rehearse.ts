import { InputError } from '../../../simulator/rehearsal/input/input-file.ts';
import { type RehearsalInput, readRehearsal } from '../../../simulator/rehearsal/rehearsal-input.ts';
import { rehearseFleet } from '../../../simulator/rehearsal/rehearse-fleet.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { printRehearsal } from '../../print/print-rehearsal.ts';
import { showProgress } from '../../print/progress.ts';
import { say, sayAside } from '../../print/say.ts';
import { jsonText, visibleText } from '../../print/visible-text.ts';
import { deployLocally } from '../shared/deploy-locally.ts';
import { chooseAssembly } from '../shared/synthesize.ts';
import { describeLarge, type FileFlags, openFiles } from './rehearsal-files.ts';

/** What the flags say. */
export interface RehearseOptions extends FileFlags {
  readonly app?: string;
  readonly json?: true;
  readonly each?: true;
  readonly seed: number;
  readonly environment?: string;
}

/** Rehearses the onboarding on a fleet that files describe. The flags have been checked. */
export async function runRehearse(options: RehearseOptions): Promise<void> {
  const { app, json, each, seed } = options;
  const tell = (line: string) => void (json ?? sayAside(line));
  const large = describeLarge(options);
  if (large !== undefined) tell(large);
  const input = await readInput(options);
  for (const note of input.notes) sayAside(`muster: ${visibleText(note)}`);
  if (input.running.length === 0 && !json) {
    say([
      'Nothing runs in this fleet, so there is nothing to rehearse. Muster acts when an instance starts.',
    ]);
    return;
  }
  const application = await deployLocally(chooseAssembly(app, tell), options, tell);
  const elsewhere = input.regions.filter((region) => region !== application.cloud.region);
  if (elsewhere.length > 0)
    tell(
      `muster: instances of ${visibleText(elsewhere.join(', '))} are rehearsed as if they were in ${application.cloud.region}; nothing that Muster decides depends on it`,
    );
  const limits = each ? { eachMax: Number.POSITIVE_INFINITY } : {};
  const report = await (json
    ? rehearseFleet(application, input, { seed, ...limits })
    : showProgress((onProgress) => rehearseFleet(application, input, { seed, ...limits, onProgress })));
  for (const note of report.notes.slice(input.notes.length)) sayAside(`muster: ${visibleText(note)}`);
  if (json) process.stdout.write(`${jsonText(report)}\n`);
  else printRehearsal(report);
  process.exitCode = report.accounted ? 0 : exitCodes.notAccounted;
}

async function readInput(flags: FileFlags): Promise<RehearsalInput> {
  try {
    return await readRehearsal(openFiles(flags));
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
}
