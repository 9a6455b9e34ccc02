import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { deadLetterQueues } from '../../../lambdas/shared/runtime/contract.ts';
import { type AccountFlags, addAccountFlags, connect } from '../../account/connection.ts';
import { type Deployed, findDeployment } from '../../account/deployment.ts';
import { confirm } from '../../confirm.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { endLines, letterLines, questionOf } from '../../print/letter-lines.ts';
import { say } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { outliveReader } from '../../watch-output.ts';
import { addFailures } from './add-failures.ts';
import { judgeLetter } from './judge-letter.ts';
import { type EndedLetter, isOfUse, type JudgedLetter, type LetterQueue } from './letter.ts';
import { moveLetters, release } from './move-letters.ts';
import { type FoundLetters, hiddenSeconds, readLetters } from './read-letters.ts';
import { toJson } from './redrive-report.ts';

/** What must be left of the time in which nobody else sees the letters. */
const marginSeconds = 60;

type Flags = AccountFlags & {
  readonly dryRun?: true;
  readonly discard?: true;
  readonly yes?: true;
};

const examples = `
A letter that Muster can read goes back to the queue from which it came, or to which its rule could not deliver it. It is
sent first and deleted after. So nothing is lost when this program is interrupted; a letter may then be sent twice, and
Muster sends nothing twice to an instance. A letter that Muster cannot read stays, unless --discard deletes it.

While the letters are shown nobody else sees them, for ${hiddenSeconds / 60} minutes at most.

Examples:
  muster redrive
  muster redrive --dry-run --json
  muster redrive --yes --discard

Exit code: 0 when no dead letter is left that was shown, and after --dry-run; 1 when some stay; 2 when a flag is wrong,
nobody consents, or the account cannot be asked; 74 when the output cannot be written.`;

/** `muster redrive`: shows the dead letters of every queue with their causes, and sends them back. */
export function addRedriveCommand(program: Command): void {
  addAccountFlags(program.command('redrive'))
    .description('Show the dead letters and why each died, and send them back.')
    .option('--dry-run', 'show them, and change nothing')
    .option('--discard', 'also delete those that Muster cannot read')
    .option('--yes', 'do not ask; without a terminal nobody can be asked')
    .addHelpText('after', examples)
    .action(redrive);
}

async function redrive(flags: Flags): Promise<void> {
  const connection = await connect(flags);
  const deployed = await findDeployment(connection, 'steer');
  const queues = queuesOf(deployed);
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient(connection.clientSettings);
  outliveReader(); // what is hidden from others must be let go
  const readAtMs = systemClock.now();
  const found = await readAll(client, queues);
  const judged = found.flatMap(({ letters }) => letters).map((letter) => judgeLetter(letter, deployed));
  const letters = await addFailures(connection.clientSettings, judged, deployed.facts?.queueLogGroups);
  const { account, region } = deployed;
  if (!flags.json) say(letterLines({ account, region, found, letters }));

  const ended = await deal(client, letters, { ...flags, readAtMs });
  if (flags.json) process.stdout.write(`${jsonText(toJson({ account, region, found, letters: ended }))}\n`);
  if (flags.dryRun) return;
  if (!flags.json && letters.length > 0) say(endLines(ended));
  if (ended.some(({ end }) => end !== 'sentBack' && end !== 'deleted'))
    process.exitCode = exitCodes.different;
}

/** Reads every queue at once. If one cannot be read, the letters of the others are let go. */
async function readAll(client: SQSClient, queues: readonly LetterQueue[]): Promise<FoundLetters[]> {
  const results = await Promise.allSettled(queues.map((queue) => readLetters(client, queue)));
  const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const refused = results.find((result) => result.status === 'rejected');
  if (refused === undefined) return found;
  const letters = found.flatMap(({ letters }) => letters);
  await release(client, letters);
  throw refused.reason;
}

/**
 * The queues of dead letters, by the parameters of the deployment.
 * @throws UsageError when an earlier version was deployed, which has no such parameters.
 */
function queuesOf({ parameters }: Deployed): LetterQueue[] {
  return deadLetterQueues.map(({ name, url, backTo }) => {
    const [queueUrl, backToUrl] = [parameters.get(url), parameters.get(backTo)];
    if (queueUrl === undefined || backToUrl === undefined)
      throw new UsageError(
        `the deployed version does not name its queues of dead letters (${url}): deploy this version (npx cdk deploy --all)`,
      );
    return { name, url: queueUrl, backToUrl };
  });
}

/** Asks, moves what may be moved, and lets the others go. */
async function deal(
  client: SQSClient,
  letters: readonly JudgedLetter[],
  { dryRun, discard, yes, readAtMs }: Flags & { readonly readAtMs: number },
): Promise<EndedLetter[]> {
  const discards = discard === true;
  const all = letters.map(({ letter }) => letter);
  const isWanted = dryRun === undefined && letters.some((letter) => discards || isOfUse(letter));
  if (isWanted) {
    const refusal = yes ? undefined : await refusalOfConsent(letters, { discards, readAtMs });
    if (refusal === undefined) return moveLetters(client, letters, discards);
    await release(client, all);
    throw new UsageError(refusal);
  }
  await release(client, all);
  return letters.map((letter) => ({ ...letter, end: 'kept' }));
}

/** Asks, and returns why nothing must be sent. */
async function refusalOfConsent(
  letters: readonly JudgedLetter[],
  { discards, readAtMs }: { readonly discards: boolean; readonly readAtMs: number },
): Promise<string | undefined> {
  if (!(await confirm(questionOf(letters, discards)))) return 'nothing was sent, and nothing deleted';
  const secondsLeft = hiddenSeconds - (systemClock.now() - readAtMs) / 1000;
  return secondsLeft > marginSeconds
    ? undefined
    : 'the answer came so late that others may see the letters again; nothing was sent: call it again';
}
