import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { type RenderedEvent, renderEvent } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';
import { refuseToken } from '../stack-token.ts';

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
      const stack = stacks.find(name);
      const events = stacks.events(stack);
      const rendered = events.map((event, index) => renderEvent(stack, event, events.length - index));
      const { page, next } = takePage(
        rendered,
        { NextToken },
        { size: pageSize, request: stack.stackId, refuseToken },
      );
      return { StackEvents: [...page], ...next };
    },
  };
}
