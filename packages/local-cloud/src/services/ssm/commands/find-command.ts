import { ServiceError } from '../../../core/service.ts';
import type { Command } from './command.ts';
import type { CommandWorld } from './command-world.ts';

/** What a command's id looks like. */
export const COMMAND_ID = /^[0-9a-fA-F-]{36}$/;

/** The command of an id. @throws ServiceError InvalidCommandId when there is none. */
export function findCommand(world: CommandWorld, id: string | undefined): Command {
  const command = world.log.find(id ?? '');
  if (command === undefined) throw new ServiceError('InvalidCommandId', `There is no command ${id}`);
  return command;
}

/** The place of an instance among the targets of a command; -1 when it is none of them. */
export function indexOf(command: Command, instanceId: string): number {
  return command.targetIds.indexOf(instanceId);
}
