import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { checkToken, type RenderedEvent, renderEvent } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';

const pageSize = 100;

/** DescribeStackEvents: what happened to a stack and its resources, the latest first. */
export function describeStackEvents(
  host: Host,
  stacks: StackDirectory,
): Operation<
  DescribeStackEventsInput,
  Omit<DescribeStackEventsOutput, 'StackEvents'> & { StackEvents: RenderedEvent[] }
> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'DescribeStackEvents', name),
    run({ StackName: name = '', NextToken }) {
      checkToken(NextToken);
      const stack = stacks.find(name);
      const { page, next } = takePage(
        stacks.events(name),
        { NextToken },
        { size: pageSize, request: stack.stackId },
      );
      return { StackEvents: page.map((event) => renderEvent(stack, event)), ...next };
    },
  };
}
