import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unusedByAll } from '../../../simulator/promises/simulation-permissions.ts';
import { exampleRemediation } from '../../../simulator/remediation/example-remediation.ts';
import { simulate, type Verdict } from '../../../simulator/run/simulate-seed.ts';
import { simulateSet } from '../../../simulator/run/simulation-pool.ts';
import { serveSimulations } from '../../../simulator/run/simulation-worker.ts';
import { TraceFile } from '../../../simulator/run/trace-file.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { printVerdicts, showRuns } from '../../print/print-verdicts.ts';
import { sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { chooseAssembly, synthesize } from '../shared/synthesize.ts';
import type { SimulateOptions } from './simulate-options.ts';
import { programOf, seedsOf, workerCount } from './simulation-program.ts';

/** Runs the seeds and prints their verdicts, as the flags say. The flags have been checked. */
export async function runSimulate(options: SimulateOptions): Promise<void> {
  if (options.worker) return serveSimulations();
  if (options.settings === 'extremes') {
    const { runExtremes } = await import('./run-extremes.ts');
    return runExtremes(options);
  }
  // Checked before anything takes time, so that a file that cannot be written is reported at once.
  const trace = options.trace === undefined ? undefined : openTrace(options.trace);
  const note = (line: string) => void (options.json ?? sayAside(line));
  const verdicts =
    options.remediation === 'example'
      ? await withExample(note, (folder) => runSeeds(folder, options, trace))
      : await runSeeds(chooseAssembly(options.app, note), options, trace);
  const unused = unusedByAll(verdicts);
  if (options.json) process.stdout.write(`${jsonText({ runs: verdicts, unusedPermissions: unused })}\n`);
  else printVerdicts(verdicts, unused, options.faults);
  if (verdicts.some(({ violationCount }) => violationCount > 0)) process.exitCode = exitCodes.notAccounted;
}

async function runSeeds(
  assemblyFolder: string,
  options: SimulateOptions,
  trace: TraceFile | undefined,
): Promise<readonly Verdict[]> {
  return options.runs === 1
    ? [await runOne(assemblyFolder, options, trace)]
    : runMany(assemblyFolder, options);
}

/** Works with an assembly of `muster.config.ts` that has the example of remediation in the place of its own. */
async function withExample<T>(
  note: (line: string) => void,
  work: (assemblyFolder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-remediation-'));
  try {
    return await work(synthesize(note, { settings: exampleRemediation, assemblyFolder: folder }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runOne(
  assemblyFolder: string,
  { seed, launches, faults, rollouts }: SimulateOptions,
  trace: TraceFile | undefined,
): Promise<Verdict> {
  const onLine = trace === undefined ? {} : { onLine: trace.add };
  const verdict = await simulate({ assemblyFolder, seed, launches, faults, rollouts, ...onLine });
  trace?.close();
  return verdict;
}

function openTrace(path: string): TraceFile {
  try {
    return new TraceFile(path);
  } catch (error) {
    throw new UsageError(
      `--trace ${path} cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function runMany(assemblyFolder: string, options: SimulateOptions): Promise<readonly Verdict[]> {
  const { runs, launches, faults, rollouts } = options;
  const set = {
    assemblyFolder,
    launches,
    faults,
    rollouts,
    seeds: seedsOf(options),
    program: programOf(),
    workerCount,
  };
  return options.json ? simulateSet(set) : showRuns(runs, (onVerdict) => simulateSet({ ...set, onVerdict }));
}
