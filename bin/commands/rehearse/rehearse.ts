import type { Command } from 'commander';
import { UsageError } from '../../failure.ts';
import { appOption } from '../shared/app-option.ts';
import { seedOption } from '../shared/whole-number.ts';
import type { RehearseOptions } from './run-rehearse.ts';

/** The flags as they are typed. */
type Flags = Omit<RehearseOptions, 'instances'> & Partial<Pick<RehearseOptions, 'instances'>>;

const examples = `
The files are what the AWS CLI prints, as JSON. Several documents in one file, several files, arrays and streams of jq
are read, and - is stdin.

Examples:
  aws ec2 describe-instances > fleet.json
  aws ssm describe-instance-information > managed.json
  muster rehearse --instances fleet.json --managed managed.json

With these it finds more causes of unmanaged instances:
  aws iam get-account-authorization-details > roles.json
  for what in route-tables vpc-endpoints security-groups subnets network-acls; do aws ec2 describe-$what; done > network.json
  muster rehearse --instances fleet.json --managed managed.json --roles roles.json --network network.json

Exit code: 0 when every instance is accounted for, 1 when not, 2 when a flag, a value or a file is wrong,
74 when the output cannot be written.`;

/** `muster rehearse`: what the application would do with a fleet that files describe. Nothing leaves the machine. */
export function addRehearseCommand(program: Command): void {
  program
    .command('rehearse')
    .description(
      'Say what Muster would do with each instance of a real fleet, from files of the AWS CLI: no account, nothing leaves this machine.',
    )
    .option('--instances <files...>', 'the output of `aws ec2 describe-instances`')
    .option('--managed <files...>', 'the output of `aws ssm describe-instance-information`')
    .option('--roles <files...>', 'the output of `aws iam get-account-authorization-details`')
    .option(
      '--network <files...>',
      'the output of `aws ec2 describe-route-tables`, `describe-vpc-endpoints`, `describe-security-groups`, `describe-subnets` and `describe-network-acls`',
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .option('--each', 'run every instance of a large fleet, and not one of each kind')
    .addOption(appOption())
    .addOption(seedOption())
    .option('--environment <name>', 'which environment of muster.config.ts to run (default: the first)')
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(run);
}

async function run({ instances, ...flags }: Flags): Promise<void> {
  if (instances === undefined)
    throw new UsageError(
      '--instances is missing: the output of `aws ec2 describe-instances`, or - for stdin',
    );
  // The local cloud takes half a second to load. It is not needed for help or for a wrong flag.
  const { runRehearse } = await import('./run-rehearse.ts');
  await runRehearse({ ...flags, instances });
}
