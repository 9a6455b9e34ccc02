import type { Command } from 'commander';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  addAccountFlags,
  addEnvironmentsFlag,
  type ClientSettings,
  type Connection,
  connect,
  type EnvironmentsFlags,
} from '../../account/connection.ts';
import { type Deployed, findDeployment } from '../../account/deployment.ts';
import { askEnvironments } from '../../account/environments.ts';
import { type Part, readAlarms, readQueue } from '../../account/flow-reader.ts';
import { readRolloutUnderWay } from '../../account/rollout-reader.ts';
import { UsageError } from '../../failure.ts';
import { environmentLines } from '../../print/environment-lines.ts';
import { say } from '../../print/say.ts';
import { statusLines } from '../../print/status-lines.ts';
import { jsonText } from '../../print/visible-text.ts';
import type { StatusReport } from './status-report.ts';
import { RosterTally } from './tally.ts';

const examples = `
Examples:
  muster status
  muster status --environment prod-frankfurt --json
  muster status --all-environments
  muster status --region eu-west-1 --profile ops

Exit code: 0; 2 when a flag is wrong, or an account cannot be asked; 74 when the output cannot be written.`;

/** `muster status`: how many instances are under management, what the others wait for, and whether the flow is well. */
export function addStatusCommand(program: Command): void {
  addEnvironmentsFlag(addAccountFlags(program.command('status')))
    .description('Whether every instance is under management: outcomes, coverage, what waits, alarms.')
    .addHelpText('after', examples)
    .action(status);
}

async function status(flags: EnvironmentsFlags): Promise<void> {
  const { json, allEnvironments } = flags;
  if (allEnvironments) {
    const environments = await askEnvironments(flags, reportStatus);
    if (json) process.stdout.write(`${jsonText({ environments })}\n`);
    else say(environmentLines(environments));
    return;
  }
  const report = await reportStatus(await connect(flags));
  if (json) process.stdout.write(`${jsonText(report)}\n`);
  else say(statusLines(report));
}

async function reportStatus(connection: Connection): Promise<StatusReport> {
  const { clientSettings, names, environment } = connection;
  const deployed = await findDeployment(connection);
  // The clients of AWS take a while to load. Help and a wrong flag do without them.
  const { readUnknown } = await import('../../account/unknown-reader.ts');
  const nowMs = systemClock.now();
  const tallied = takeTally(connection.clientSettings, deployed.rosterTableName);
  const known = tallied.then((tally) => ({
    isKnown: (instanceId: string) => tally.has(instanceId),
    startedBeforeMs: nowMs - (deployed.facts?.missingAfterSeconds ?? 0) * 1000,
  }));
  const [roster, unknown, behind, rollout, queue, alarms] = await Promise.all([
    tallied.then((tally) => tally.summary()),
    readUnknown(clientSettings, known),
    countBehind(clientSettings, deployed, tallied),
    readRolloutUnderWay(clientSettings, deployed.rosterTableName),
    readQueue(clientSettings, deployed),
    readAlarms(clientSettings, names),
  ]);
  return {
    account: deployed.account,
    region: deployed.region,
    ...(environment === undefined ? {} : { environment }),
    at: new Date(nowMs).toISOString(),
    roster,
    unknown,
    behind,
    rollout,
    queue,
    alarms,
  };
}

/** What a roll-out would bring is a proposal: nothing is rolled out by itself. */
async function countBehind(
  clientSettings: ClientSettings,
  deployed: Deployed,
  tallied: Promise<RosterTally>,
): Promise<Part<number>> {
  try {
    const { readDeployedVersions } = await import('../../account/deployed-versions.ts');
    const versions = await readDeployedVersions(clientSettings, deployed, 'read');
    return { value: (await tallied).countBehind(versions) };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}

/** What is counted, besides what every entry has. */
const counted: readonly (keyof RosterEntry)[] = [
  ...(['platform', 'agents', 'document', 'documentVersion', 'drift'] as const),
];

async function takeTally(clientSettings: ClientSettings, tableName: string): Promise<RosterTally> {
  const { readRoster } = await import('../../account/roster-reader.ts');
  const tally = new RosterTally();
  for await (const entries of readRoster(clientSettings, tableName, counted))
    for (const entry of entries) tally.add(entry);
  return tally;
}
