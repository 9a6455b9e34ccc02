import { ServiceError } from '../../../core/service.ts';
import type { Command } from './command.ts';
import type { CommandWorld } from './command-world.ts';

/** Finds a command by id. @throws ServiceError InvalidCommandId when there is none. */
export function findCommand(world: CommandWorld, id: string | undefined): Command {
  const command = world.log.find(id ?? '');
  if (command === undefined) throw new ServiceError('InvalidCommandId', `There is no command ${id}`);
  return command;
}

/** The index of an instance among the targets of a command, or -1. */
export function indexOf(command: Command, instanceId: string): number {
  return command.targetIds.indexOf(instanceId);
}
