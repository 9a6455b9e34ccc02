import type { Command } from 'commander';
import { type AccountFlags, addAccountFlags, connect } from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { exitCodes } from '../../failure.ts';
import { checkLines } from '../../print/check-lines.ts';
import { say } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { examine } from './examine.ts';

const examples = `
It reads, and changes nothing. What the credentials may not read is named as not looked at: it is neither well nor ill.
What is not looked at by design is in docs/decisions/0028-what-doctor-looks-at.md.

Examples:
  muster doctor
  muster doctor --environment prod-frankfurt --json

Exit code: 0 when nothing fails; 1 when something does; 2 when a flag is wrong, or the account cannot be asked; 74 when the
output cannot be written. Warnings, and what was not looked at, change no exit code.`;

/** `muster doctor`: whether the account, the deployment and the flow are well, and what to do where they are not. */
export function addDoctorCommand(program: Command): void {
  addAccountFlags(program.command('doctor'))
    .description('Whether the deployment and the account are well, and what to do about what is not.')
    .addHelpText('after', examples)
    .action(doctor);
}

async function doctor(flags: AccountFlags): Promise<void> {
  const connection = await connect(flags);
  const deployed = await findDeployment(connection);
  const checks = await examine(connection, deployed);
  const { account, region } = deployed;
  if (flags.json) process.stdout.write(`${jsonText({ account, region, checks })}\n`);
  else say(checkLines(checks));
  if (checks.some(({ verdict }) => verdict === 'fail')) process.exitCode = exitCodes.different;
}
