import { type Command, InvalidArgumentError } from 'commander';
import { AssemblyError } from '../../local/cloud/assembly.ts';
import { exampleFleet } from '../../local/simulator/example-fleet.ts';
import { deployApplication, type LocalApplication, runWorkload } from '../../local/simulator/run.ts';
import type { Workload } from '../../local/simulator/workload.ts';
import { exitCodes, UsageError } from '../failure.ts';
import { showProgress } from '../print/progress.ts';
import { printReport } from '../print/report.ts';
import { readFleetFiles } from './fleet-files.ts';
import { serveLocally } from './serve.ts';
import { appOption, chooseAssembly } from './synthesize.ts';

/** The flags as they are typed. */
export interface LocalOptions {
  readonly app?: string;
  readonly json?: true;
  readonly instances?: string;
  readonly managed?: string;
  readonly seed: number;
  readonly environment?: string;
  readonly launches?: number;
  readonly serve?: true;
  readonly port?: number;
  readonly launchDelay?: number;
  readonly batchingWindow?: number;
}

const launchesDefault = 300;

const examples = `
Examples, through npm:
  npm start -- --launches 1000 --seed 7
  npm start -- --json > run.json
  npm start -- --instances fleet.json --managed managed.json
  npm start -- --serve --launch-delay 5 --batching-window 1

Exit code: 0 when every launch is accounted for, 1 when not, 2 when a flag, a value or a file is wrong.`;

/** `muster local`: the synthesized application in the local cloud, with an example fleet or a real one. */
export function addLocalCommand(program: Command): void {
  program
    .command('local')
    .description(
      'Run the synthesized application on this machine, in virtual time: no account, nothing leaves it.',
    )
    .option('--json', 'print one JSON document on stdout and nothing else')
    .addOption(appOption())
    .option('--instances <file>', 'rehearse on a real fleet: the output of `aws ec2 describe-instances`')
    .option('--managed <file>', 'with --instances: the output of `aws ssm describe-instance-information`')
    .option(
      '--seed <number>',
      'what decides all chance; the same seed gives the same run',
      wholeNumber(0, 2 ** 32 - 1),
      1,
    )
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
    .action(runLocal);
}

async function runLocal(options: LocalOptions): Promise<void> {
  refuseContradictions(options);
  const { instances, managed, seed } = options;
  const fleet = instances === undefined ? undefined : readFleetFiles(instances, managed, seed);
  const say = (line: string) => void (options.json ?? process.stderr.write(`${line}\n`));
  const folder = chooseAssembly(options.app, say);
  if (options.serve) return serveLocally(folder, options);

  const application = await deploy(folder, options);
  const { cloud, stacks } = application;
  say(`Running ${stacks.map(({ id }) => id).join(', ')} as if in ${cloud.region}.`);
  for (const note of fleet?.notes ?? []) process.stderr.write(`muster: ${note}\n`);
  const { launches = launchesDefault } = options;
  const workload = fleet?.workload ?? exampleFleet({ launches, seed, place: cloud });
  const report = await watchRun(application, workload, options);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else printReport(report, { listsInstances: instances !== undefined });
  process.exitCode = report.accounted ? 0 : exitCodes.notAccounted;
}

/** Deploys the environment that was asked for. @throws UsageError when there is no such environment. */
async function deploy(folder: string, { seed, environment }: LocalOptions): Promise<LocalApplication> {
  try {
    return await deployApplication(folder, { seed, ...(environment === undefined ? {} : { environment }) });
  } catch (error) {
    if (error instanceof AssemblyError) throw new UsageError(error.message);
    throw error;
  }
}

function watchRun(application: LocalApplication, workload: Workload, { json }: LocalOptions) {
  return json
    ? runWorkload(application, workload)
    : showProgress((onProgress) => runWorkload(application, workload, onProgress));
}

/** Flags that say nothing together are refused rather than ignored. */
function refuseContradictions(options: LocalOptions): void {
  const { instances, managed, launches, serve, json, port, launchDelay, batchingWindow } = options;
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

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}
