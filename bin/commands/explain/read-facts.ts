import type { CommandInvocation } from '@aws-sdk/client-ssm';
import { createFleet } from '../../../lambdas/shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { createRoster } from '../../../lambdas/shared/clients/roster/roster-client.ts';
import type { Instance, ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { orderCommentPrefix } from '../../../lambdas/shared/runtime/contract.ts';
import type { Log } from '../../../lambdas/shared/runtime/log.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';

/** One step of a document that was sent. */
export interface StepResult {
  readonly name: string;
  readonly status: string;
  readonly exitCode: number;
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
}

/** What is known of one instance: by the roster, EC2 and Systems Manager. */
export interface Facts {
  readonly instanceId: string;
  readonly entry: RosterEntry | undefined;
  readonly instance: Instance | undefined;
  readonly managed: ManagedInstance | undefined;
  /** The oldest first. */
  readonly commands: readonly SentCommand[];
}

/** Where the clients' log goes: a command has none. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @throws UsageError when a call fails. */
export async function readFacts(
  settings: ClientSettings,
  tableName: string,
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
    ask('dynamodb:BatchGetItem', createRoster(tableName, new DynamoDBClient(settings)).read(ids)),
    ask('ec2:DescribeInstances', createFleet(silent, new EC2Client(settings)).describe(ids)),
    ask('ssm:DescribeInstanceInformation', createManagedInstances(ssm).describe(ids)),
    ask('ssm:ListCommandInvocations', readCommands(settings, instanceId)),
  ]);
  return {
    instanceId,
    entry: entries.get(instanceId),
    instance: instances.get(instanceId),
    managed: managed.get(instanceId),
    commands,
  };
}

function ask<T>(operation: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => refuse(operation, error));
}

async function readCommands(settings: ClientSettings, InstanceId: string): Promise<SentCommand[]> {
  const { paginateListCommandInvocations, SSMClient } = await import('@aws-sdk/client-ssm');
  const config = { client: new SSMClient(settings), pageSize: 50 };
  const found: CommandInvocation[] = [];
  for await (const page of paginateListCommandInvocations(config, { InstanceId, Details: true }))
    found.push(...(page.CommandInvocations ?? []));
  return found
    .filter(({ Comment = '' }) => Comment.startsWith(orderCommentPrefix))
    .map(readCommand)
    .sort((a, b) => a.requestedAtMs - b.requestedAtMs);
}

function readCommand(invocation: CommandInvocation): SentCommand {
  return {
    commandId: invocation.CommandId ?? '',
    document: invocation.DocumentName ?? '',
    documentVersion: invocation.DocumentVersion ?? '',
    requestedAtMs: invocation.RequestedDateTime?.getTime() ?? 0,
    status: invocation.StatusDetails ?? invocation.Status ?? '',
    steps: (invocation.CommandPlugins ?? []).map(({ Name, StatusDetails, Status, ResponseCode }) => ({
      name: Name ?? '',
      status: StatusDetails ?? Status ?? '',
      exitCode: ResponseCode ?? 0,
    })),
  };
}
