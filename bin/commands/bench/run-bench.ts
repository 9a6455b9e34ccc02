import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCommands } from '../../../simulator/bench/bench-commands.ts';
import { compareForms } from '../../../simulator/bench/bench-forms.ts';
import { measureFunctions } from '../../../simulator/bench/bench-functions.ts';
import { measureRehearsal, type RehearsalResult } from '../../../simulator/bench/bench-rehearsal.ts';
import type { BenchReport, TimedSettings } from '../../../simulator/bench/bench-report.ts';
import { measureScale, round, type ScaleResult } from '../../../simulator/bench/bench-scale.ts';
import { reportCost } from '../../../simulator/bench/cost-report.ts';
import { fleetFilePaths, writeFleetFiles } from '../../../simulator/bench/fleet-file.ts';
import { prices } from '../../../simulator/bench/prices.ts';
import { startStopwatch } from '../../../simulator/bench/stopwatch.ts';
import { fastSettings, measureTimeliness, timedFleets } from '../../../simulator/promises/timeliness.ts';
import { printBench } from '../../print/print-bench.ts';
import { builtFolder } from '../shared/project-folder.ts';
import { synthesize } from '../shared/synthesize.ts';

/** The flags as they are typed. */
export interface BenchOptions {
  readonly json?: true;
  readonly seed: number;
  readonly launches: readonly number[];
  readonly rehearse: readonly number[];
  readonly operate: number;
  readonly compare: number;
  readonly time: number;
  readonly price: number;
  readonly coldStarts: number;
  readonly measure?: string;
  readonly files?: string;
}

/**
 * V8 uses the memory that the machine has before it collects garbage. These limits, in megabytes, make it
 * collect sooner. What must be kept of a million launches fits into them (docs/decisions/0015).
 */
const memoryFlags = ['--max-old-space-size=1200', '--max-semi-space-size=64'];

/** Measures what the flags ask for, one thing after the other, and prints it. */
export async function runBench(options: BenchOptions): Promise<void> {
  const { json, seed, launches, rehearse, operate, compare, time, price, coldStarts, measure } = options;
  if (measure !== undefined) return measureHere(measure, options);
  const say = (line: string) => void (json ?? process.stderr.write(`${line}\n`));
  const elapsed = startStopwatch();
  const assemblyFolder = synthesize(say);
  const synthSeconds = round(elapsed(), 2);
  say(`Loading each function in ${coldStarts} fresh processes ...`);
  const functions = measureFunctions(assemblyFolder, coldStarts);
  const scales = launches.map((count) => {
    say(`Simulating ${count} launches in a fresh process ...`);
    return measureScaleApart(assemblyFolder, seed, count);
  });
  const rehearsals = rehearse.map((count) => {
    say(`Rehearsing ${count} instances of files in a fresh process ...`);
    return rehearseApart(assemblyFolder, seed, count);
  });
  say(`Timing the commands of operators over ${operate} launches ...`);
  const program = join(builtFolder(), 'muster.cjs');
  const operators = await measureCommands(assemblyFolder, { seed, launches: operate, program });
  say(`Comparing three forms on ${compare} launches, without faults and with those of the seed ...`);
  const naiveFolder = join(builtFolder(), 'naive');
  const forms = await compareForms({ assemblyFolder, naiveFolder, seed, launches: compare });
  const timeliness = await timeSettings({ assemblyFolder, seed, launches: time }, say);
  say(`Pricing the life of a fleet of ${price} ...`);
  const cost = await reportCost(assemblyFolder, { seed, launches: price });
  const report: BenchReport = {
    seed,
    synthSeconds,
    functions,
    scales,
    rehearsals,
    operators,
    forms,
    timeliness,
    cost,
    prices,
  };
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printBench(report);
}

/**
 * Times the fleets with the settings of `muster.config.ts`, and with fast settings, for which it synthesizes
 * the application.
 */
async function timeSettings(
  { assemblyFolder, seed, launches }: { assemblyFolder: string; seed: number; launches: number },
  say: (line: string) => void,
): Promise<TimedSettings[]> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-fast-'));
  try {
    const fastFolder = synthesize(say, { settings: fastSettings, assemblyFolder: folder });
    const results: TimedSettings[] = [];
    for (const [settings, assembly] of [['given', assemblyFolder] as const, ['fast', fastFolder] as const]) {
      for (const fleet of timedFleets) {
        say(`Timing ${launches} launches of the ${fleet} fleet with the ${settings} settings ...`);
        results.push({ settings, ...(await measureTimeliness(assembly, { seed, launches, fleet })) });
      }
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Measures what a fresh process was started for: a rehearsal if there are files, else a scale. */
async function measureHere(assemblyFolder: string, options: BenchOptions): Promise<void> {
  const { seed, launches, rehearse, files } = options;
  const result =
    files === undefined
      ? await measureScale(assemblyFolder, { seed, launches: launches[0] ?? 1 })
      : await measureRehearsal(assemblyFolder, fleetFilePaths(files, rehearse[0] ?? 1), seed);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Measures one scale in a process of its own, so that the peak memory is that of this scale alone. */
function measureScaleApart(assemblyFolder: string, seed: number, launches: number): ScaleResult {
  const flags = ['--measure', assemblyFolder, '--seed', String(seed), '--launches', String(launches)];
  const result: ScaleResult = JSON.parse(runApart(memoryFlags, flags, `${launches} launches`));
  return result;
}

/** Rehearses files that are made for it, in a process of its own, with the memory that every process gets. */
function rehearseApart(assemblyFolder: string, seed: number, count: number): RehearsalResult {
  const folder = mkdtempSync(join(tmpdir(), 'muster-rehearsal-'));
  try {
    writeFleetFiles(folder, count);
    const flags = ['--measure', assemblyFolder, '--files', folder, '--seed', String(seed)];
    flags.push('--rehearse', String(count));
    const result: RehearsalResult = JSON.parse(runApart([], flags, `${count} instances`));
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs this program again with other flags, and returns what it prints. */
function runApart(nodeFlags: readonly string[], flags: readonly string[], what: string): string {
  const [, program = ''] = process.argv;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeFlags, program, 'bench', ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${what} could not be simulated: ${stderr.trim()}`);
  return stdout;
}
