import type { GetCommandInvocationRequest, GetCommandInvocationResult } from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Command } from '../commands/command.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { indexOf } from '../commands/find-command.ts';
import { renderDetails, stepNames } from '../commands/render-invocation.ts';

/**
 * GetCommandInvocation: the result of one step on one instance. For a document with several steps, the request must
 * name the step.
 */
export function getCommandInvocation(
  world: CommandWorld,
): Operation<GetCommandInvocationRequest, GetCommandInvocationResult> {
  return {
    authorize: () => [{ action: 'ssm:GetCommandInvocation', resource: '*' }],
    run(input) {
      world.rate.take();
      const command = world.log.find(input.CommandId ?? '');
      const index = command === undefined ? -1 : indexOf(command, input.InstanceId ?? '');
      if (command === undefined || index < 0) throw new ServiceError('InvocationDoesNotExist', '');
      const name = stepName(command, input.PluginName);
      return renderDetails({ command, index, name }, world.host.timeline.nowMs);
    },
  };
}

/** The step of a request: the one it names, or the only one. */
function stepName(command: Command, asked: string | undefined): string {
  const names = stepNames(command);
  if (asked === undefined && names.length > 1)
    throw new ServiceError(
      'InvalidPluginName',
      `The document has ${names.length} steps; name one of ${names.join(', ')}`,
    );
  const name = asked ?? names[0] ?? '';
  if (!names.includes(name))
    throw new ServiceError('InvalidPluginName', `There is no step ${name}; there are ${names.join(', ')}`);
  return name;
}
