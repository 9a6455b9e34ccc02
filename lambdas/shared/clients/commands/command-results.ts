import {
  type CommandInvocation,
  paginateListCommandInvocations,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import type { Invocation } from '../../domain/commands/invocation.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** How commands went. */
export interface CommandResults {
  /**
   * The invocations of each command, by command id. The list is empty for a command that Systems Manager has
   * forgotten.
   */
  read(commandIds: readonly string[]): Promise<Map<string, readonly Invocation[]>>;
}

/** Reads from Systems Manager, a whole command at a time: 50 invocations a call. */
export function createCommandResults(client = connect(SSMClient)): CommandResults {
  const readOne = async (commandId: string): Promise<[string, Invocation[]]> => {
    try {
      return [commandId, await readInvocations(commandId)];
    } catch (error) {
      // Systems Manager forgets commands after 30 days. A forgotten one must not stop the reading of the
      // others.
      if (error instanceof SSMServiceException && error.name === 'InvalidCommandId') return [commandId, []];
      throw error;
    }
  };
  const readInvocations = async (commandId: string): Promise<Invocation[]> => {
    const config = { client, pageSize: limits.commandsPerPageMax };
    const pages = paginateListCommandInvocations(config, { CommandId: commandId, Details: true });
    const found = await readPages(pages, ({ CommandInvocations }) => CommandInvocations);
    return found.flatMap(readInvocation);
  };
  return {
    async read(commandIds) {
      return new Map(await mapConcurrently(commandIds, callsAtOnce, readOne));
    },
  };
}

/** The deciding step is the last one that did not succeed. If all succeeded, it is the last one that ran. */
function readInvocation({
  InstanceId,
  StatusDetails,
  Status,
  CommandPlugins = [],
}: CommandInvocation): Invocation[] {
  const statusDetails = StatusDetails ?? Status;
  if (InstanceId === undefined || statusDetails === undefined) return [];
  const failed = CommandPlugins.findLast(
    (plugin) => plugin.Status === 'Failed' || plugin.Status === 'TimedOut',
  );
  const step = failed ?? CommandPlugins.findLast((plugin) => plugin.StatusDetails !== 'Skipped');
  const exitCode = step?.ResponseCode;
  // Without a failure, a code below 0 only says that no script has ended yet.
  const hasExit = exitCode !== undefined && (exitCode >= 0 || step?.Status === 'Failed');
  return [
    {
      instanceId: InstanceId,
      statusDetails,
      ...(step?.Name === undefined ? {} : { step: step.Name }),
      ...(hasExit ? { exitCode } : {}),
      ...(failed?.Output === undefined ? {} : { output: failed.Output }),
    },
  ];
}
