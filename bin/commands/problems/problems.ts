import type { Command } from 'commander';
import { renderCsv } from '../../../lambdas/shared/domain/csv.ts';
import { type AccountFlags, addAccountFlags, connect } from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { problemLines } from '../../print/problem-lines.ts';
import { jsonText, visibleText } from '../../print/visible-text.ts';
import { findProblems, type ProblemStatus } from './find-problems.ts';
import { type Problem, toProblem } from './problem.ts';

type Flags = AccountFlags & { readonly csv?: true };

const examplesOf = (name: ProblemStatus) => `
Examples:
  muster ${name}
  muster ${name} --csv > ${name}.csv
  muster ${name} --environment prod-frankfurt --json

Exit code: 0 when there is none, 1 when there are some; 2 when a flag is wrong, or the account cannot be asked;
74 when the output cannot be written.`;

/** `muster unmanaged` and `muster failed`: the instances that a person must look at, by cause, with place and remedy. */
export function addProblemCommands(program: Command): void {
  addCommand(
    program,
    'unmanaged',
    'Instances that Systems Manager does not manage: by cause, with the remedy.',
  );
  addCommand(program, 'failed', 'Instances on which a document failed: by reason, with the remedy.');
}

function addCommand(program: Command, status: ProblemStatus, description: string): void {
  addAccountFlags(program.command(status))
    .option('--csv', 'print one row for each instance, for a spreadsheet')
    .description(description)
    .addHelpText('after', examplesOf(status))
    .action((flags: Flags) => showProblems(status, flags));
}

async function showProblems(status: ProblemStatus, flags: Flags): Promise<void> {
  if (flags.csv && flags.json) throw new UsageError('--csv and --json exclude each other');
  const connection = await connect(flags);
  const { account, region, rosterTableName } = await findDeployment(connection);
  const entries = await findProblems(connection.clientSettings, rosterTableName, status);
  const problems = entries.map(toProblem);
  if (problems.length > 0) process.exitCode = exitCodes.different;
  if (flags.csv) process.stdout.write(visibleCsv(problems));
  else if (flags.json) process.stdout.write(`${jsonText({ account, region, problems })}\n`);
  else process.stdout.write(`${problemLines(status, problems).join('\n')}\n`);
}

/** A CSV that may be shown on a terminal: what others wrote is made visible. */
function visibleCsv(problems: readonly Problem[]): string {
  const rows = problems.map((problem) =>
    Object.fromEntries(
      Object.entries(problem).map(([name, text]) => [name, visibleText([text].flat().join('; '))]),
    ),
  );
  return renderCsv(rows);
}
