import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FaultChoice, readFaultChoice } from '../../local/simulator/faults.ts';
import { simulate, type Verdict } from '../../local/simulator/simulate.ts';
import { unusedByAll } from '../../local/simulator/simulation-permissions.ts';
import { simulateSet } from '../../local/simulator/simulation-pool.ts';
import { serveSimulations } from '../../local/simulator/simulation-worker.ts';
import { TraceFile } from '../../local/simulator/trace-file.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { printVerdicts, showRuns } from '../print/simulation.ts';
import { appOption, chooseAssembly } from './synthesize.ts';

/** The flags as they are typed. */
export interface SimulateOptions {
  readonly app?: string;
  readonly seed: number;
  readonly launches: number;
  readonly runs: number;
  readonly faults: FaultChoice;
  readonly json?: true;
  readonly trace?: string;
  readonly worker?: true;
}

const workerCount = 2;

const examples = `
Examples, through npm:
  npm run simulate -- --seed 7 --launches 500
  npm run simulate -- --seed 7 --faults crash-after,event-duplicated
  npm run simulate -- --runs 200 --launches 500
  npm run simulate -- --seed 7 --trace run.trace

Exit code: 0 when every promise was kept, 1 when one was not, 2 when a flag or a value is wrong.`;

/** `muster simulate`: the synthesized application under seeded faults, and whether every promise was kept. */
export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('Run the synthesized application under seeded faults, and check every promise afterwards.')
    .option('--seed <number>', 'what decides all chance', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--launches <number>', 'how many instances are launched', wholeNumber(1, 1_000_000), 100)
    .option('--runs <number>', 'this many seeds, from --seed on', wholeNumber(1, 1_000_000), 1)
    .addOption(
      new Option('--faults <list>', 'default, none, or a comma list of kinds')
        .argParser(readFaults)
        .default('default' as const),
    )
    .addOption(appOption())
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--trace <file>', 'with one run: write every line of the trace to a file')
    .addOption(new Option('--worker').hideHelp())
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(runSimulate);
}

async function runSimulate(options: SimulateOptions): Promise<void> {
  if (options.worker) return serveSimulations();
  if (options.trace !== undefined && options.runs > 1)
    throw new UsageError('--trace is for one run; leave out --runs, or give the seed of the run');
  // Before anything takes time: a name that cannot be written is told at once.
  const trace = options.trace === undefined ? undefined : openTrace(options.trace);
  const say = (line: string) => void (options.json ?? process.stderr.write(`${line}\n`));
  const assemblyFolder = chooseAssembly(options.app, say);
  const verdicts =
    options.runs === 1
      ? [await runOne(assemblyFolder, options, trace)]
      : await runMany(assemblyFolder, options);
  const unused = unusedByAll(verdicts);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ runs: verdicts, unusedPermissions: unused })}\n`);
  else printVerdicts(verdicts, unused, options.faults);
  if (verdicts.some(({ violationCount }) => violationCount > 0)) process.exitCode = exitCodes.notAccounted;
}

async function runOne(
  assemblyFolder: string,
  { seed, launches, faults }: SimulateOptions,
  trace: TraceFile | undefined,
): Promise<Verdict> {
  const onLine = trace === undefined ? {} : { onLine: trace.add };
  const verdict = await simulate({ assemblyFolder, seed, launches, faults, ...onLine });
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
  const { seed, runs, launches, faults } = options;
  const seeds = Array.from({ length: runs }, (_, index) => seed + index);
  const program = { file: process.argv[1] ?? '', args: ['simulate', '--worker'] };
  const set = { assemblyFolder, launches, faults, seeds, program, workerCount };
  return options.json ? simulateSet(set) : showRuns(runs, (onVerdict) => simulateSet({ ...set, onVerdict }));
}

function readFaults(text: string): FaultChoice {
  const read = readFaultChoice(text);
  if (read.ok) return read.choice;
  throw new InvalidArgumentError(read.problem);
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}
