import { type Command, Option } from 'commander';
import { type AccountFlags, addAccountFlags } from '../../account/connection.ts';
import { UsageError } from '../../failure.ts';
import { wholeNumber } from '../shared/whole-number.ts';
import { checkPace } from './pace.ts';
import { readNamed } from './read-targets.ts';
import { readWork, type WorkFlags } from './read-work.ts';

/** The flags as they are typed. */
type Flags = AccountFlags &
  WorkFlags & {
    readonly targets?: readonly string[];
    readonly group?: string;
    readonly maxConcurrency: string;
    readonly maxErrors: string;
    readonly deliveryTimeout: number;
    readonly logGroup?: string;
    readonly bucket?: string;
    readonly yes?: true;
  };

const examples = `
The words after -- are joined by spaces, and a shell of each node reads them (sh as root, PowerShell as SYSTEM): put
what has quotes or pipes into one pair of quotes. The command is kept by Systems Manager for 30 days: write no secret
into it. With a log group or a bucket, the role of each node needs logs:CreateLogStream, logs:PutLogEvents,
logs:DescribeLogGroups and logs:DescribeLogStreams (logs:CreateLogGroup too for a new group), or s3:PutObject and
s3:GetEncryptionConfiguration.

Examples:
  muster run i-0123456789abcdef0 -- uptime
  muster run --targets Key=tag:Name,Values=web-1,web-2 -- 'df -h / | tail -1'
  muster run --targets Key=tag:Team,Values=data --max-concurrency 10% --yes -- systemctl restart nginx
  muster run --group web --yes -- systemctl restart nginx
  muster run --targets Key=tag:Team,Values=data --document Muster-InstallAgentLinux --parameters Operation=Verify

Exit code: 0 when it succeeded on all nodes; 1 when it did not on some that were reached; 3 when it succeeded on those,
and others could not be reached; 2 when nothing was sent (a wrong flag, no node, no permission, no consent), or the
account can no longer be asked; 130 and 143 after Ctrl-C and SIGTERM, which cancel it; 74 when the output cannot be
written.`;

/** `muster run`: a command or a document on many nodes by Systems Manager, without SSH, with what each of them says. */
export function addRunCommand(program: Command): void {
  addAccountFlags(program.command('run'))
    .usage('[options] [ids...] -- <command...>')
    .argument('[ids...]', 'ids of instances, or of nodes outside EC2')
    .description('Run a command on many nodes by Systems Manager, and show what each of them says.')
    .option('--targets <targets...>', 'which nodes, as in the AWS CLI: Key=tag:Name,Values=a,b; all must fit')
    .option('--group <name>', 'which nodes: those of a group of muster.config.ts (groups)')
    .option('--document <name>', 'send this document, and no command')
    .option('--parameters <name=value...>', 'its parameters; a name several times for a list; or JSON')
    .option('--max-concurrency <number>', 'how many nodes run it at once: a number or a percentage', '10')
    .option('--max-errors <number>', 'how many may fail before no other gets it: a number or percentage', '0')
    .addOption(seconds('--timeout', 'how long the command may run on a node (default: 3600)', 1, 172_800))
    .addOption(
      seconds('--delivery-timeout', 'how long a node has to take it', 30, 2_592_000).default(
        600,
        '600 seconds',
      ),
    )
    .option('--log-group <name>', 'where the nodes write the whole output: a log group of CloudWatch')
    .option('--bucket <name>', 'where the nodes write the whole output: a bucket')
    .option('--yes', 'do not ask; without a terminal nobody can be asked')
    .addHelpText('after', examples)
    .action(run);
}

function seconds(flag: string, description: string, min: number, max: number): Option {
  return new Option(`${flag} <seconds>`, description).argParser(wholeNumber(min, max));
}

async function run(operands: readonly string[], flags: Flags): Promise<void> {
  const words = wordsAfterDashes(process.argv);
  const ids = operands.slice(0, operands.length - words.length);
  if (flags.document === undefined && words.length === 0)
    throw new UsageError('no command: give one after --, or --document NAME');
  const named = readNamed(ids, flags.targets ?? [], flags.group);
  const work = readWork(words, flags);
  checkPace(flags.maxConcurrency, flags.maxErrors);
  if (flags.yes === undefined && !process.stdin.isTTY)
    throw new UsageError('nobody can be asked, because there is no terminal: give --yes to run it');
  // The clients of AWS take a while to load. They are not needed for help or for a wrong flag.
  const { runCommand } = await import('./run-command.ts');
  await runCommand({ ...flags, named, work });
}

/** What follows the first `--`. Commander gives it together with the ids. */
function wordsAfterDashes(argv: readonly string[]): readonly string[] {
  const place = argv.indexOf('--');
  return place < 0 ? [] : argv.slice(place + 1);
}
