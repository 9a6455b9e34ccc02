import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listNumericSettings } from '../../../lib/configuration/numeric-settings.ts';
import type { FaultChoice } from '../../../simulator/faults/fault-kinds.ts';
import { simulateSet } from '../../../simulator/run/simulation-pool.ts';
import { agentVariants } from '../../../simulator/settings/agent-variants.ts';
import {
  combinationsOf,
  extremesOf,
  type SettingsVariant,
} from '../../../simulator/settings/setting-variants.ts';
import { describeVariant, type VariantResult } from '../../../simulator/settings/variant-result.ts';
import { verificationVariants } from '../../../simulator/settings/verification-variants.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { printExtremes } from '../../print/print-extremes.ts';
import { synthesize } from '../shared/synthesize.ts';
import type { SimulateOptions } from './simulate-options.ts';
import { programOf, seedsOf, workerCount } from './simulation-program.ts';

/** How many random combinations of all settings are run besides the extremes. A refused one does not count. */
const combinationCount = 20;
/** How many are drawn for that at most. The configuration refuses about half of them. */
const drawsMax = 10 * combinationCount;

/**
 * Simulates the application with one agent and with several, with every number of the configuration at its
 * minimum and at its maximum, each alone, and then with random combinations of all. Each variant runs without
 * faults and with those that the flags ask for.
 */
export async function runExtremes(options: SimulateOptions): Promise<void> {
  const ranges = listNumericSettings();
  const results: VariantResult[] = [];
  // A set takes the better part of an hour: what is known so far is told.
  const run = async (variant: SettingsVariant, place: string) => {
    const found = await runVariant(variant, options);
    results.push(...found);
    process.stderr.write(`${place}: ${variant.name}: ${summarize(found)}\n`);
    return found.every(({ refusal }) => refusal === undefined);
  };
  const alone = [...agentVariants(), ...verificationVariants(), ...extremesOf(ranges)];
  for (const [index, variant] of alone.entries())
    await run(variant, `variant ${index + 1} of ${alone.length}`);
  const combinations = combinationsOf(ranges, options.seed);
  for (let drawn = 0, ran = 0; ran < combinationCount && drawn < drawsMax; drawn++) {
    const { value: variant } = combinations.next();
    if (await run(variant, `combination ${ran + 1} of ${combinationCount}`)) ran += 1;
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ variants: results })}\n`);
  else printExtremes(results);
  if (results.some(({ brokenSeeds }) => brokenSeeds.length > 0)) process.exitCode = exitCodes.notAccounted;
}

function summarize(results: readonly VariantResult[]): string {
  if (results.some(({ refusal }) => refusal !== undefined)) return 'refused';
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  const broken = results.flatMap(({ brokenSeeds }) => brokenSeeds);
  return broken.length === 0
    ? `${runs} runs, none broken`
    : `${runs} runs, broken by seeds ${broken.join(', ')}`;
}

async function runVariant(variant: SettingsVariant, options: SimulateOptions): Promise<VariantResult[]> {
  const { name, settings } = variant;
  const folder = mkdtempSync(join(tmpdir(), 'muster-settings-'));
  const choices: FaultChoice[] = options.faults === 'none' ? ['none'] : ['none', options.faults];
  try {
    const assemblyFolder = synthesize(() => undefined, { settings, assemblyFolder: folder });
    const results: VariantResult[] = [];
    for (const faults of choices) {
      const { launches, rollouts } = options;
      const set = {
        assemblyFolder,
        launches,
        faults,
        rollouts,
        seeds: seedsOf(options),
        program: programOf(),
        workerCount,
      };
      results.push(describeVariant(name, faults, await simulateSet(set)));
    }
    return results;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [{ name, refusal: error.message, faults: 'none', runs: 0, brokenSeeds: [], broken: {} }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
