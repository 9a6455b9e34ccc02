import type { Command } from 'commander';
import { UsageError } from '../../failure.ts';
import type { FileFlags } from '../rehearse/rehearsal-files.ts';
import { appOption } from '../shared/app-option.ts';
import { seedOption, wholeNumber } from '../shared/whole-number.ts';
import type { LocalOptions } from './run-local.ts';

/** The flags as they are typed. The number of launches may be left open. With instances it is a rehearsal. */
type Flags = Omit<LocalOptions, 'launches'> & Partial<Pick<LocalOptions, 'launches'> & FileFlags>;

/** The size of the example fleet if no flag says otherwise. */
const launchesDefault = 300;

const examples = `
Examples, through npm:
  npm start -- --launches 1000 --seed 7
  npm start -- --json > run.json
  npm start -- --instances fleet.json --managed managed.json
  npm start -- --serve --launch-delay 5 --batching-window 1

Exit code: 0 when every launch is accounted for, 1 when not, 2 when a flag, a value or a file is wrong,
74 when the output cannot be written.`;

/** `muster local`: the synthesized application in the local cloud, with an example fleet or a real one. */
export function addLocalCommand(program: Command): void {
  program
    .command('local')
    .description(
      'Run the synthesized application on this machine, in virtual time: no account, nothing leaves it.',
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .addOption(appOption())
    .option(
      '--instances <files...>',
      'as `muster rehearse`: rehearse on a real fleet, the output of `aws ec2 describe-instances`',
    )
    .option('--managed <files...>', 'with --instances: the output of `aws ssm describe-instance-information`')
    .addOption(seedOption())
    .option(
      '--launches <number>',
      `how many instances the example fleet has (default: ${launchesDefault})`,
      wholeNumber(1, 1_000_000),
    )
    .option('--environment <name>', 'which environment of muster.config.ts to run (default: the first)')
    .option('--serve', 'stay up in real time, for the AWS CLI: aws --endpoint-url http://127.0.0.1:4566 ...')
    .option('--port <number>', 'with --serve: the port on 127.0.0.1 (default: 4566)', wholeNumber(0, 65_535))
    .option(
      '--launch-delay <seconds>',
      'with --serve: a shorter delay of the launch queue',
      wholeNumber(0, 900),
    )
    .option('--batching-window <seconds>', 'with --serve: a shorter batching window', wholeNumber(1, 300))
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  refuseContradictions(flags);
  const { instances } = flags;
  if (instances !== undefined) {
    const { runRehearse } = await import('../rehearse/run-rehearse.ts');
    return runRehearse({ ...flags, instances });
  }
  // The local cloud takes half a second to load. It is not needed for help or for a wrong flag.
  const { runLocal } = await import('./run-local.ts');
  await runLocal({ launches: launchesDefault, ...flags });
}

/** Refuses flags that make no sense together, rather than ignoring them. */
function refuseContradictions(flags: Flags): void {
  const { instances, managed, launches, serve, json, port, launchDelay, batchingWindow } = flags;
  if (managed !== undefined && instances === undefined) {
    throw new UsageError('--managed needs --instances: it says which of those instances are managed');
  }
  if (launches !== undefined && instances !== undefined) {
    throw new UsageError(
      '--launches and --instances exclude each other: the file says how many instances there are',
    );
  }
  if (serve && (json || instances !== undefined || launches !== undefined)) {
    throw new UsageError(
      '--serve starts empty and prints no report: it takes neither --json, --instances nor --launches',
    );
  }
  if (!serve && (port ?? launchDelay ?? batchingWindow) !== undefined) {
    throw new UsageError(
      '--port, --launch-delay and --batching-window are for --serve; elsewhere the time is virtual',
    );
  }
}
