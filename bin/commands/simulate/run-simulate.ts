import { unusedByAll } from '../../../simulator/promises/simulation-permissions.ts';
import { simulate, type Verdict } from '../../../simulator/run/simulate-seed.ts';
import { simulateSet } from '../../../simulator/run/simulation-pool.ts';
import { serveSimulations } from '../../../simulator/run/simulation-worker.ts';
import { TraceFile } from '../../../simulator/run/trace-file.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { printVerdicts, showRuns } from '../../print/print-verdicts.ts';
import { sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { chooseAssembly } from '../shared/synthesize.ts';
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
  const assemblyFolder = chooseAssembly(options.app, note);
  const verdicts =
    options.runs === 1
      ? [await runOne(assemblyFolder, options, trace)]
      : await runMany(assemblyFolder, options);
  const unused = unusedByAll(verdicts);
  if (options.json) process.stdout.write(`${jsonText({ runs: verdicts, unusedPermissions: unused })}\n`);
  else printVerdicts(verdicts, unused, options.faults);
  if (verdicts.some(({ violationCount }) => violationCount > 0)) process.exitCode = exitCodes.notAccounted;
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
