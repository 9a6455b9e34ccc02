import { type Command, InvalidArgumentError, Option } from 'commander';
import { type FaultChoice, readFaultChoice } from '../../../simulator/faults/fault-kinds.ts';
import { rolloutChoices } from '../../../simulator/rollouts/rollout-choice.ts';
import { UsageError } from '../../failure.ts';
import { appOption } from '../shared/app-option.ts';
import { wholeNumber } from '../shared/whole-number.ts';
import type { SimulateOptions } from './simulate-options.ts';

const examples = `
Examples, through npm:
  npm run simulate -- --seed 7 --launches 500
  npm run simulate -- --seed 7 --faults crash-after,event-duplicated
  npm run simulate -- --runs 200 --launches 500
  npm run simulate -- --seed 7 --trace run.trace
  npm run simulate -- --settings extremes --runs 20
  npm run simulate -- --remediation example --runs 20

Exit code: 0 when every promise was kept, 1 when one was not, 2 when a flag or a value is wrong.`;

/**
 * `muster simulate`: runs the synthesized application under seeded faults, and checks whether every promise
 * was kept.
 */
export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('Run the synthesized application under seeded faults, and check every promise afterwards.')
    .option('--seed <number>', 'decides every random choice', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--launches <number>', 'how many instances are launched', wholeNumber(1, 1_000_000), 100)
    .option('--runs <number>', 'this many seeds, from --seed on', wholeNumber(1, 1_000_000), 1)
    .addOption(
      new Option('--faults <list>', 'default, none, or a comma list of kinds')
        .argParser(readFaults)
        .default('default' as const),
    )
    .addOption(
      new Option(
        '--rollouts <which>',
        'whether a run has a roll-out: a third of the seeds, none, or every run',
      )
        .choices([...rolloutChoices])
        .default('drawn'),
    )
    .addOption(
      new Option(
        '--settings <which>',
        'those of muster.config.ts, or every number at its minimum and maximum and combinations of them',
      )
        .choices(['given', 'extremes'])
        .default('given'),
    )
    .addOption(
      new Option(
        '--remediation <which>',
        'that of muster.config.ts, or an example with rules and triggers that act by themselves',
      )
        .choices(['given', 'example'])
        .default('given'),
    )
    .addOption(appOption())
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--trace <file>', 'with one run: write every line of the trace to a file')
    .addOption(new Option('--worker').hideHelp())
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(run);
}

async function run(options: SimulateOptions): Promise<void> {
  if (options.trace !== undefined && options.runs > 1)
    throw new UsageError('--trace is for one run; leave out --runs, or give the seed of the run');
  if (options.settings === 'extremes' && (options.app ?? options.trace) !== undefined)
    throw new UsageError(
      '--settings extremes synthesizes its own assemblies: it takes neither --app nor --trace',
    );
  if (options.remediation === 'example' && (options.app !== undefined || options.settings === 'extremes'))
    throw new UsageError(
      '--remediation example synthesizes its own assembly: it takes neither --app nor --settings extremes',
    );
  // The local cloud takes half a second to load. It is not needed for help or for a wrong flag.
  const { runSimulate } = await import('./run-simulate.ts');
  await runSimulate(options);
}

function readFaults(text: string): FaultChoice {
  const read = readFaultChoice(text);
  if (read.ok) return read.choice;
  throw new InvalidArgumentError(read.problem);
}
