import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareForms } from '../../../simulator/bench/bench-forms.ts';
import { measureFunctions } from '../../../simulator/bench/bench-functions.ts';
import type { BenchReport, TimedSettings } from '../../../simulator/bench/bench-report.ts';
import { measureScale, round, type ScaleResult } from '../../../simulator/bench/bench-scale.ts';
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
  readonly compare: number;
  readonly time: number;
  readonly coldStarts: number;
  readonly measure?: string;
}

/**
 * V8 uses the memory that the machine has before it collects garbage. These limits, in megabytes, make it
 * collect sooner. What must be kept of a million launches fits into them (docs/decisions/0015).
 */
const memoryFlags = ['--max-old-space-size=1200', '--max-semi-space-size=64'];

/** Measures what the flags ask for, one thing after the other, and prints it. */
export async function runBench(options: BenchOptions): Promise<void> {
  const { json, seed, launches, compare, time, coldStarts, measure } = options;
  if (measure !== undefined) {
    const result = await measureScale(measure, { seed, launches: launches[0] ?? 1 });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const say = (line: string) => void (json ?? process.stderr.write(`${line}\n`));
  const elapsed = startStopwatch();
  const assemblyFolder = synthesize(say);
  const synthSeconds = round(elapsed(), 2);
  say(`Loading each function in ${coldStarts} fresh processes ...`);
  const functions = measureFunctions(assemblyFolder, coldStarts);
  const scales = launches.map((count) => {
    say(`Simulating ${count} launches in a fresh process ...`);
    return measureApart(assemblyFolder, seed, count);
  });
  say(`Comparing three forms on ${compare} launches, without faults and with those of the seed ...`);
  const naiveFolder = join(builtFolder(), 'naive');
  const forms = await compareForms({ assemblyFolder, naiveFolder, seed, launches: compare });
  const timeliness = await timeSettings({ assemblyFolder, seed, launches: time }, say);
  const report: BenchReport = { seed, synthSeconds, functions, scales, forms, timeliness, prices };
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

/** Measures one scale in a process of its own, so that the peak memory is that of this scale alone. */
function measureApart(assemblyFolder: string, seed: number, launches: number): ScaleResult {
  const [, program = ''] = process.argv;
  const flags = [
    'bench',
    '--measure',
    assemblyFolder,
    '--seed',
    String(seed),
    '--launches',
    String(launches),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...memoryFlags, program, ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${launches} launches could not be simulated: ${stderr.trim()}`);
  const result: ScaleResult = JSON.parse(stdout);
  return result;
}
