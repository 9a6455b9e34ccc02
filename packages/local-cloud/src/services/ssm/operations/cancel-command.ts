import type { CancelCommandRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { COMMAND_ID, findCommand } from '../commands/find-command.ts';

/** CancelCommand. Waiting invocations end at once, running ones a little later. */
export function cancelCommand(world: CommandWorld): Operation<CancelCommandRequest, object> {
  return {
    authorize: () => [{ action: 'ssm:CancelCommand', resource: '*' }],
    run(input) {
      world.rate.take();
      new Validation()
        .required(input.CommandId, 'commandId')
        .pattern(input.CommandId, 'commandId', COMMAND_ID)
        .done();
      world.dispatcher.cancel(findCommand(world, input.CommandId), input.InstanceIds ?? []);
      return {};
    },
  };
}
