import type { CancelCommandRequest } from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Command } from '../commands/command.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { findCommand, indexOf } from '../commands/find-command.ts';

/** CancelCommand. Waiting invocations end at once, running ones a little later. */
export function cancelCommand(world: CommandWorld): Operation<CancelCommandRequest, object> {
  return {
    authorize: () => [{ action: 'ssm:CancelCommand', resource: '*' }],
    run(input) {
      world.rate.take();
      const command = findCommand(world, input.CommandId);
      const ids = input.InstanceIds ?? [];
      checkInstances(command, ids);
      world.dispatcher.cancel(command, ids);
      return {};
    },
  };
}

/** Refuses an instance that is named twice, and one to which the command was not sent. */
function checkInstances(command: Command, ids: readonly string[]): void {
  if (new Set(ids).size < ids.length)
    throw new ServiceError('DuplicateInstanceId', 'An instance ID is in the request twice.');
  const other = ids.find((id) => indexOf(command, id) < 0);
  if (other !== undefined)
    throw new ServiceError('InvalidInstanceId', `The command was not sent to instance ${other}.`);
}
