import type { ListCommandsRequest, ListCommandsResult } from '@aws-sdk/client-ssm';
import { writePageToken } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { commandStatuses } from '../commands/command.ts';
import { PAGE_DEFAULT, readCommandFilters, readPosition, validateList } from '../commands/command-lists.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { findCommand, indexOf } from '../commands/find-command.ts';
import { renderCommand } from '../commands/render-command.ts';

/** ListCommands, newest first. */
export function listCommands(world: CommandWorld): Operation<ListCommandsRequest, ListCommandsResult> {
  return {
    authorize: () => [{ action: 'ssm:ListCommands', resource: '*' }],
    run(input) {
      world.rate.take();
      validateList(input, ['InvokedAfter', 'InvokedBefore', 'Status', 'ExecutionStage', 'DocumentName']);
      const { CommandId: id, InstanceId: instanceId, Filters: filters } = input;
      const request = [id, instanceId, filters];
      const fromSequence = readPosition(input.NextToken, request);
      const matches = readCommandFilters(filters, (command) => [
        commandStatuses[command.details],
        command.details,
      ]);
      const known = id === undefined ? world.log.newestFirst() : [findCommand(world, id)];
      const commands = known
        .filter((command) => instanceId === undefined || indexOf(command, instanceId) >= 0)
        .filter((command) => fromSequence === undefined || command.request.sequence <= fromSequence)
        .filter((command) => matches(command, 0));
      const limit = input.MaxResults ?? PAGE_DEFAULT;
      const following = commands[limit];
      return {
        Commands: commands.slice(0, limit).map(renderCommand),
        ...(following === undefined
          ? {}
          : { NextToken: writePageToken(following.request.sequence, request) }),
      };
    },
  };
}
