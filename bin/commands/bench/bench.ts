import { type Command, Option } from 'commander';
import { wholeNumber } from '../shared/whole-number.ts';
import type { BenchOptions } from './run-bench.ts';
import type { RolloutBenchFlags } from './run-rollout-bench.ts';

const examples = `
Examples, through npm:
  npm run bench
  npm run bench -- --json --launches 1000 --rehearse 10000

Exit code: 0; 2 when a flag or a value is wrong; 74 when the output cannot be written.`;

/** `muster bench`: how fast the simulation is, what a launch costs, and what simpler designs lose. */
export function addBenchCommand(program: Command): void {
  program
    .command('bench')
    .description(
      'Measure speed, memory, calls, latency and cost, and compare two simpler forms; all on this machine.',
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--seed <number>', 'decides every random choice', wholeNumber(0, 2 ** 32 - 1), 1)
    .option(
      '--launches <list>',
      'how many launches to simulate, each in a fresh process; 1000000 take the better part of an hour',
      (text) => text.split(',').map(wholeNumber(1, 1_000_000)),
      [1000, 100_000],
    )
    .option(
      '--rehearse <list>',
      'how many instances of files to rehearse, each in a fresh process; 100000 take 0.6 GB of disk meanwhile',
      (text) => text.split(',').map(wholeNumber(1, 1_000_000)),
      [10_000, 100_000],
    )
    .option(
      '--operate <number>',
      'over how many launches the commands of operators are timed, each in a fresh process',
      wholeNumber(1, 1_000_000),
      10_000,
    )
    .option(
      '--compare <number>',
      'how many launches each of the compared forms gets',
      wholeNumber(1, 100_000),
      1000,
    )
    .option(
      '--time <number>',
      'how many launches are timed from registration to command',
      wholeNumber(1, 100_000),
      10_000,
    )
    .option(
      '--price <number>',
      'how many launches are run through their lives to price a launch and a month',
      wholeNumber(1, 100_000),
      1000,
    )
    .option(
      '--cold-starts <number>',
      'in how many fresh processes each function is loaded',
      wholeNumber(1, 1000),
      10,
    )
    .option(
      '--rollout <number>',
      'measure roll-outs over this many instances, and nothing else; 10000 take a quarter of an hour',
      wholeNumber(1, 10_000),
    )
    .addOption(new Option('--measure <assembly>', 'in a fresh process: measure one scale').hideHelp())
    .addOption(new Option('--files <folder>', 'in a fresh process: measure one rehearsal').hideHelp())
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(run);
}

async function run({ rollout, ...options }: BenchOptions & Partial<RolloutBenchFlags>): Promise<void> {
  // The local cloud takes half a second to load. It is not needed for help or for a wrong flag.
  if (rollout === undefined) {
    const { runBench } = await import('./run-bench.ts');
    await runBench(options);
  } else {
    const { runRolloutBench } = await import('./run-rollout-bench.ts');
    await runRolloutBench({ ...options, rollout });
  }
}
