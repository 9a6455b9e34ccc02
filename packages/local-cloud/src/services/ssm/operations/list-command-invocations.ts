import type {
  CommandInvocation,
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult,
} from '@aws-sdk/client-ssm';
import { writePageToken } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { invocationStatuses } from '../commands/command.ts';
import { PAGE_DEFAULT, readCommandFilters, readPosition, validateList } from '../commands/command-lists.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { findCommand } from '../commands/find-command.ts';
import { renderInvocation } from '../commands/render-invocation.ts';

/** ListCommandInvocations. Those of the newest command come first. */
export function listCommandInvocations(
  world: CommandWorld,
): Operation<ListCommandInvocationsRequest, ListCommandInvocationsResult> {
  return {
    authorize: () => [{ action: 'ssm:ListCommandInvocations', resource: '*' }],
    run(input) {
      world.rate.take();
      validateList(input, ['InvokedAfter', 'InvokedBefore', 'Status', 'DocumentName']);
      const { CommandId: id, InstanceId: instanceId, Filters: filters, Details: details } = input;
      const request = [id, instanceId, filters, details];
      const skipped = readPosition(input.NextToken, request) ?? 0;
      const matches = readCommandFilters(filters, (command, index) => {
        const fine = command.detailsOf(index);
        return [invocationStatuses[fine], fine];
      });
      const commands = id === undefined ? world.log.newestFirst() : [findCommand(world, id)];
      const limit = input.MaxResults ?? PAGE_DEFAULT;
      const page: CommandInvocation[] = [];
      let position = 0;
      for (const command of commands) {
        for (let index = 0; index < command.targetCount; index++) {
          if (instanceId !== undefined && command.targetIds[index] !== instanceId) continue;
          if (!matches(command, index) || position++ < skipped) continue;
          if (page.length === limit)
            return { CommandInvocations: page, NextToken: writePageToken(position - 1, request) };
          page.push(renderInvocation(command, index, details === true, world.host.timeline.nowMs));
        }
      }
      return { CommandInvocations: page };
    },
  };
}
