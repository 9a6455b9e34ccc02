import { type Command, InvalidArgumentError } from 'commander';
import { addAccountFlags } from '../../account/connection.ts';
import { UsageError } from '../../failure.ts';
import { appOption } from '../shared/app-option.ts';
import { wholeNumber } from '../shared/whole-number.ts';
import type { PlanFlags } from './run-plan.ts';

const examples = `
It compares what the deployed functions would do with each instance that runs, and what they would do after a deployment
of the present configuration. It runs the plans of the functions themselves, and assumes that every command succeeds.
It changes nothing. Whoever is named below the table gets nothing now, and is not counted as a change. What it cannot know
it says at the end.

Examples:
  muster plan
  muster plan --max-changes 20 && npx cdk deploy --all
  muster plan --json | jq -r '.changes[] | select(.change == "send") | .instanceId'

Without an account, on files of the AWS CLI:
  aws ec2 describe-instances > fleet.json
  aws ssm describe-instance-information > managed.json
  aws dynamodb scan --table-name "$(aws ssm get-parameter --name /muster/onboarding/roster-table-name \\
    --query Parameter.Value --output text)" > roster.json
  for what in onboard sweep; do aws lambda get-function-configuration --function-name "$(aws ssm get-parameter \\
    --name /muster/onboarding/$what-function-name --query Parameter.Value --output text)"; done > deployed.json
  muster plan --instances fleet.json --managed managed.json --roster roster.json --deployed deployed.json

Exit code: 0 when it is planned, however many instances change; 4 when more change than --max-changes allows; 2 when a
flag, a file or the configuration is wrong, or the account cannot be asked; 74 when the output cannot be written. It is
never 1, which is the code of a program that broke.`;

/** `muster plan`: what a deployment of the present configuration would change for the fleet as it is. */
export function addPlanCommand(program: Command): void {
  addAccountFlags(program.command('plan'))
    .description('What deploying the present configuration would change for the fleet as it is. Read-only.')
    .option(
      '--max-changes <count>',
      'exit with 4 when more instances change than this',
      wholeNumber(0, 10_000_000),
    )
    .addOption(appOption())
    .option('--at <time>', 'plan as of this time, such as that of the files (default: now)', readTime)
    .option('--instances <files...>', 'the output of `aws ec2 describe-instances`, instead of the account')
    .option('--managed <files...>', 'the output of `aws ssm describe-instance-information`')
    .option('--roster <files...>', 'the output of `aws dynamodb scan` of the roster')
    .option(
      '--deployed <files...>',
      'the output of `aws lambda get-function-configuration` of both functions',
    )
    .addHelpText('after', examples)
    .action(plan);
}

async function plan(flags: PlanFlags): Promise<void> {
  refuseHalfOfFiles(flags);
  // The reading of assemblies takes half a second to load. It is not needed for help or for a wrong flag.
  const { runPlan } = await import('./run-plan.ts');
  await runPlan(flags);
}

function refuseHalfOfFiles({ instances, managed, roster, deployed, ...others }: PlanFlags): void {
  const files = { instances, managed, roster, deployed };
  const missing = Object.entries(files).filter(([, names]) => names === undefined);
  if (missing.length === 4) return;
  const [first] = missing;
  if (first !== undefined)
    throw new UsageError(
      `--${first[0]} is missing: --instances, --managed, --roster and --deployed stand for the account together`,
    );
  const asking = (['region', 'profile', 'endpointUrl'] as const).find((name) => others[name] !== undefined);
  if (asking !== undefined)
    throw new UsageError(
      `--${asking === 'endpointUrl' ? 'endpoint-url' : asking}: files are read, and no account is asked`,
    );
}

function readTime(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Allowed: a time such as 2026-01-31T08:30:00Z.');
  return ms;
}
