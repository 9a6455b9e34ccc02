import type { CommandInvocation, CommandPlugin } from '@aws-sdk/client-ssm';
import { createFleet } from '../../../lambdas/shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { createRoster } from '../../../lambdas/shared/clients/roster/roster-client.ts';
import type { Instance, ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { asInstance, isOutside } from '../../../lambdas/shared/domain/fleet/outside.ts';
import { isHistoryCut, readHistory } from '../../../lambdas/shared/domain/roster/history.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  type DeploymentFacts,
  orderCommentPrefix,
  verifyCommentPrefix,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { Log } from '../../../lambdas/shared/runtime/log.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { refuse } from '../../account/refusal.ts';
import { type LoggedDecisions, readDecisions, type Stretch } from './read-decisions.ts';

/** One step of a document that was sent. */
export interface StepResult {
  readonly name: string;
  readonly status: string;
  /** Undefined for a step that has not ended, or never began. */
  readonly exitCode: number | undefined;
}

/** A command that Muster sent to the instance, as Systems Manager remembers it for 30 days. */
export interface SentCommand {
  readonly commandId: string;
  readonly document: string;
  readonly documentVersion: string;
  readonly requestedAtMs: number;
  /** `Success`, `Failed`, `InProgress` ... */
  readonly status: string;
  readonly steps: readonly StepResult[];
  /** It verified, and changed nothing. */
  readonly isVerification?: true;
}

/** What is known of one instance: by the roster, EC2 and Systems Manager. */
export interface Facts {
  readonly instanceId: string;
  readonly entry: RosterEntry | undefined;
  readonly instance: Instance | undefined;
  readonly managed: ManagedInstance | undefined;
  /** The oldest first. */
  readonly commands: readonly SentCommand[];
  /** What the logs tell of the time before the history of the entry; undefined when that is whole, or no log is known. */
  readonly logged: LoggedDecisions | undefined;
  /** What was deployed; undefined when the deployment does not tell it. */
  readonly deployment: DeploymentFacts | undefined;
  /** When all this was so, in epoch milliseconds. */
  readonly nowMs: number;
}

/** Where to ask, and when. */
export interface Question {
  readonly settings: ClientSettings;
  readonly deployed: Pick<Deployed, 'rosterTableName' | 'facts'>;
  readonly nowMs: number;
}

/** How far before the history of an entry its logs are read. */
const logDaysMax = 7;

/** Where the clients' log goes: a command has none. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @throws UsageError when a call fails. */
export async function readFacts(
  { settings, deployed: { rosterTableName: tableName, facts: deployment }, nowMs }: Question,
  instanceId: string,
): Promise<Facts> {
  const [{ DynamoDBClient }, { EC2Client }, { SSMClient }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/client-ec2'),
    import('@aws-sdk/client-ssm'),
  ]);
  const ssm = new SSMClient(settings);
  const ids = [instanceId];
  const [entries, instances, managed, commands] = await Promise.all([
    ask(settings, 'dynamodb:BatchGetItem', createRoster(tableName, new DynamoDBClient(settings)).read(ids)),
    ask(
      settings,
      'ec2:DescribeInstances',
      createFleet(silent, new EC2Client(settings)).describe(ids.filter((id) => !isOutside(id))),
    ),
    ask(settings, 'ssm:DescribeInstanceInformation', createManagedInstances(ssm).describe(ids)),
    ask(settings, 'ssm:ListCommandInvocations', readCommands(settings, instanceId)),
  ]);
  const entry = entries.get(instanceId);
  const stretch = entry === undefined ? undefined : missingStretch(entry);
  const logGroups = deployment?.logGroups ?? [];
  return {
    ...{ instanceId, entry, deployment, nowMs, commands },
    instance: instances.get(instanceId) ?? nodeOf(managed.get(instanceId)),
    managed: managed.get(instanceId),
    logged:
      stretch === undefined || logGroups.length === 0
        ? undefined
        : await readDecisions(settings, logGroups, instanceId, stretch),
  };
}

/** A node outside EC2 in the form of an instance. Its story needs no tags. */
function nodeOf(managed: ManagedInstance | undefined): Instance | undefined {
  const { registration } = managed ?? {};
  return managed === undefined || registration === undefined
    ? undefined
    : asInstance({ ...managed, registration }, {});
}

/** The time of which the entry tells nothing any more; undefined when its history is whole. */
function missingStretch({ history, firstSeenAt, changedAt }: RosterEntry): Stretch | undefined {
  if (history !== undefined && !isHistoryCut(history)) return undefined;
  const [first] = readHistory(history ?? '');
  const untilMs = first?.atMs ?? Math.floor(changedAt / 1000) * 1000;
  const fromMs = Math.max(firstSeenAt, untilMs - logDaysMax * 24 * 60 * 60 * 1000);
  return fromMs < untilMs ? { fromMs, untilMs } : undefined;
}

function ask<T>(settings: ClientSettings, operation: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => refuse(operation, error, 'read', settings));
}

async function readCommands(settings: ClientSettings, InstanceId: string): Promise<SentCommand[]> {
  const { paginateListCommandInvocations, SSMClient } = await import('@aws-sdk/client-ssm');
  const config = { client: new SSMClient(settings), pageSize: 50 };
  const found: CommandInvocation[] = [];
  for await (const page of paginateListCommandInvocations(config, { InstanceId, Details: true }))
    found.push(...(page.CommandInvocations ?? []));
  const inOrder = found
    .filter(({ Comment = '' }) => isOurs(Comment))
    .map(readCommand)
    .sort((a, b) => a.requestedAtMs - b.requestedAtMs);
  const latest = inOrder.filter(({ isVerification }) => isVerification === true).slice(-verificationsMax);
  return inOrder.filter((command) => command.isVerification !== true || latest.includes(command));
}

/** So many verifications are told: there is one a day. */
const verificationsMax = 3;

function isOurs(comment: string): boolean {
  return comment.startsWith(orderCommentPrefix) || comment.startsWith(verifyCommentPrefix);
}

function readCommand(invocation: CommandInvocation): SentCommand {
  return {
    commandId: invocation.CommandId ?? '',
    document: invocation.DocumentName ?? '',
    documentVersion: invocation.DocumentVersion ?? '',
    requestedAtMs: invocation.RequestedDateTime?.getTime() ?? 0,
    status: invocation.StatusDetails ?? invocation.Status ?? '',
    steps: (invocation.CommandPlugins ?? []).map(readStep),
    ...(invocation.Comment?.startsWith(verifyCommentPrefix) ? { isVerification: true } : {}),
  };
}

/** A step that did not run has no exit code, or -1. */
function readStep({ Name, StatusDetails, Status, ResponseCode }: CommandPlugin): StepResult {
  const hasEnded = Status !== 'Pending' && Status !== 'InProgress' && ResponseCode !== -1;
  return {
    name: Name ?? '',
    status: StatusDetails ?? Status ?? '',
    exitCode: hasEnded ? ResponseCode : undefined,
  };
}
