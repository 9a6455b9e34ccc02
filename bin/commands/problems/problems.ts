import type { Command } from 'commander';
import { renderCsv } from '../../../lambdas/shared/domain/csv.ts';
import {
  addAccountFlags,
  addEnvironmentsFlag,
  type Connection,
  connect,
  type EnvironmentsFlags,
} from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { answersOf, askEnvironments } from '../../account/environments.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { refusedLines } from '../../print/environment-lines.ts';
import { environmentProblemLines, problemLines } from '../../print/problem-lines.ts';
import { say, sayAside } from '../../print/say.ts';
import { jsonText, visibleText } from '../../print/visible-text.ts';
import type { ProblemStatus } from './find-problems.ts';
import { type FoundProblems, toDriftProblems, toProblem } from './problem.ts';

type Flags = EnvironmentsFlags & { readonly csv?: true };

const examplesOf = (name: ProblemStatus) => `
Examples:
  muster ${name}
  muster ${name} --csv > ${name}.csv
  muster ${name} --environment prod-frankfurt --json
  muster ${name} --all-environments

Exit code: 0 when there is none, 1 when there are some; 2 when a flag is wrong, or an account cannot be asked;
74 when the output cannot be written.`;

/** `muster unmanaged`: the instances that Systems Manager does not manage, by cause, with place and remedy. */
export function addUnmanagedCommand(program: Command): void {
  addCommand(
    program,
    'unmanaged',
    'Instances that Systems Manager does not manage: by cause, with the remedy.',
  );
}

/** `muster failed`: the instances on which a document failed, in the same form. */
export function addFailedCommand(program: Command): void {
  addCommand(program, 'failed', 'Instances on which a document failed: by reason, with the remedy.');
}

/** `muster drifted`: the onboarded instances that a verification found not to be as they were installed. */
export function addDriftedCommand(program: Command): void {
  addCommand(
    program,
    'drifted',
    'Onboarded instances whose agent is not as it was installed: by what its check said, with the remedy.',
  );
}

function addCommand(program: Command, status: ProblemStatus, description: string): void {
  addEnvironmentsFlag(addAccountFlags(program.command(status)))
    .option('--csv', 'print one row for each instance, for a spreadsheet')
    .description(description)
    .addHelpText('after', examplesOf(status))
    .action((flags: Flags) => showProblems(status, flags));
}

async function showProblems(status: ProblemStatus, flags: Flags): Promise<void> {
  if (flags.csv && flags.json) throw new UsageError('--csv and --json exclude each other');
  if (flags.allEnvironments) return showEverywhere(status, flags);
  const { account, region, problems } = await readProblems(status, await connect(flags));
  if (problems.length > 0) process.exitCode = exitCodes.different;
  if (flags.csv) process.stdout.write(visibleCsv(problems.map((problem) => ({ ...problem }))));
  else if (flags.json) process.stdout.write(`${jsonText({ account, region, problems })}\n`);
  else say(problemLines(status, problems));
}

/** The problems of one environment. */
async function readProblems(status: ProblemStatus, connection: Connection): Promise<FoundProblems> {
  const { account, region, rosterTableName } = await findDeployment(connection);
  // The clients of AWS take a while to load. Help and a wrong flag do without them.
  const { findDrifted, findProblems } = await import('./find-problems.ts');
  if (status === 'drifted') {
    const drifted = await findDrifted(connection.clientSettings, rosterTableName);
    return { account, region, problems: drifted.flatMap(toDriftProblems) };
  }
  const entries = await findProblems(connection.clientSettings, rosterTableName, status);
  return { account, region, problems: entries.map(toProblem) };
}

/** The same of all environments. That one could not be asked outweighs that there are problems in others. */
async function showEverywhere(status: ProblemStatus, flags: Flags): Promise<void> {
  const environments = await askEnvironments(flags, (connection) => readProblems(status, connection));
  const found = answersOf(environments);
  if (found.some(({ value }) => value.problems.length > 0)) process.exitCode ??= exitCodes.different;
  if (flags.json) process.stdout.write(`${jsonText({ environments })}\n`);
  else if (flags.csv) {
    const rows = found.flatMap(({ environment, value: { account, region, problems } }) =>
      problems.map((problem) => ({ environment, account, region, ...problem })),
    );
    process.stdout.write(visibleCsv(rows));
    const refused = refusedLines(environments);
    if (refused.length > 0) sayAside(...refused);
  } else say(environmentProblemLines(status, environments));
}

/** A CSV that may be shown on a terminal: what others wrote is made visible. */
function visibleCsv(problems: readonly Readonly<Record<string, string | readonly string[]>>[]): string {
  const rows = problems.map((problem) =>
    Object.fromEntries(
      Object.entries(problem).map(([name, text]) => [name, visibleText([text].flat().join('; '))]),
    ),
  );
  return renderCsv(rows);
}
