import type { Command } from 'commander';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import {
  type AccountFlags,
  addAccountFlags,
  type ClientSettings,
  connect,
} from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { refuse } from '../../account/refusal.ts';
import { confirm } from '../../confirm.ts';
import { exitCodes, UsageError } from '../../failure.ts';
import { nameInstances } from '../../print/name-instances.ts';
import { say, sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { refuseOtherIds } from '../shared/node-ids.ts';

type Flags = AccountFlags & {
  readonly failed?: true;
  readonly unmanaged?: true;
  readonly reason?: string;
  readonly yes?: true;
};

const examples = `
Muster decides as at an event of EC2: what is onboarded gets nothing twice, and what is excluded stays so. A failed
instance gets its document again. The answer comes within minutes: muster explain shows it.

Examples:
  muster look i-0123456789abcdef0
  muster look --failed --reason DownloadFailed
  muster look --unmanaged --yes

Exit code: 0 when all are asked for, 1 when the queue did not take some; 2 when a flag is wrong, none is found, nobody
consents, or the account cannot be asked; 74 when the output cannot be written.`;

/** `muster look`: asks a deployed Muster to decide about instances anew, now. */
export function addLookCommand(program: Command): void {
  addAccountFlags(program.command('look'))
    .argument('[instances...]', 'ids of instances')
    .description('Decide about instances anew, now: after something was mended outside the configuration.')
    .option('--failed', 'all that failed')
    .option('--unmanaged', 'all that are not managed')
    .option('--reason <code>', 'with --failed or --unmanaged: those with this reason alone')
    .option('--yes', 'do not ask; without a terminal nobody can be asked')
    .allowExcessArguments(true)
    .addHelpText('after', examples)
    .action(look);
}

async function look(ids: readonly string[], flags: Flags): Promise<void> {
  refuseContradictions(ids, flags);
  const connection = await connect(flags);
  const deployed = await findDeployment(connection, 'steer');
  const { clientSettings } = connection;
  const instanceIds =
    ids.length > 0 ? [...new Set(ids)] : await select(clientSettings, deployed.rosterTableName, flags);
  if (instanceIds.length === 0) throw new UsageError('no instance is meant: nothing was asked for');
  const count = instanceIds.length === 1 ? '1 instance' : `${instanceIds.length} instances`;
  if (ids.length === 0 && flags.yes === undefined) {
    sayAside(`${count}: ${nameInstances(instanceIds)}`);
    if (!(await confirm('Decide about them anew?'))) throw new UsageError('nothing was asked for');
  }
  const unsent = await request(clientSettings, deployed.launchQueueUrl, instanceIds);
  if (unsent > 0) process.exitCode = exitCodes.different;
  if (flags.json) process.stdout.write(`${jsonText({ instanceIds, unsent })}\n`);
  else say(lines(instanceIds, unsent));
}

function refuseContradictions(ids: readonly string[], { failed, unmanaged, reason }: Flags): void {
  refuseOtherIds(ids);
  const isSelected = failed !== undefined || unmanaged !== undefined;
  if (ids.length === 0 && !isSelected)
    throw new UsageError('no instance is named: give ids, or --failed, or --unmanaged');
  if (ids.length > 0 && isSelected)
    throw new UsageError('name instances by ids or by --failed and --unmanaged');
  if (reason !== undefined && !isSelected) throw new UsageError('--reason needs --failed or --unmanaged');
}

async function select(
  settings: ClientSettings,
  tableName: string,
  { failed, unmanaged, reason }: Flags,
): Promise<string[]> {
  const statuses = [...(failed ? (['failed'] as const) : []), ...(unmanaged ? (['unmanaged'] as const) : [])];
  // The clients of AWS take a while to load. Help and a wrong flag do without them.
  const { findProblems } = await import('../problems/find-problems.ts');
  const found = await Promise.all(
    statuses.map((status) => findProblems(settings, tableName, status, 'steer')),
  );
  const isMeant = (entry: { readonly reason: string }) => reason === undefined || entry.reason === reason;
  return found
    .flat()
    .filter(isMeant)
    .map(({ instanceId }) => instanceId);
}

/** Puts a request for each instance into the launch queue, and returns how many it did not take. */
async function request(settings: ClientSettings, queueUrl: string, ids: readonly string[]): Promise<number> {
  const [{ SQSClient }, { createLaunchQueue }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    import('../../../lambdas/shared/clients/fleet/launch-queue.ts'),
  ]);
  const atMs = systemClock.now();
  const requests = ids.map((instanceId) => ({ instanceId, state: 'running', atMs, isAnew: true }) as const);
  return createLaunchQueue(queueUrl, new SQSClient(settings))
    .send(requests)
    .catch((error: unknown) => refuse('sqs:SendMessage', error, 'steer', settings));
}

function lines(instanceIds: readonly string[], unsent: number): string[] {
  const [only] = instanceIds;
  const next = instanceIds.length === 1 ? `muster explain ${only}` : 'muster status';
  return [
    `Asked for ${instanceIds.length - unsent}; Muster decides within minutes: ${next}`,
    ...(unsent === 0 ? [] : [`${unsent} were not taken by the queue: ask again.`]),
  ];
}
