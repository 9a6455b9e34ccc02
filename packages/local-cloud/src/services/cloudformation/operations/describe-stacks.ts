import type { DescribeStacksInput, DescribeStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { type RenderedStack, renderStack } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';
import { refuseToken } from '../stack-token.ts';

/** CloudFormation cuts answers at 1 MB. This number of stacks is assumed. */
const pageSize = 100;

/** DescribeStacks: one stack by name or id, or all that are not deleted. */
export function describeStacks(
  host: Host,
  stacks: StackDirectory,
): Operation<DescribeStacksInput, Omit<DescribeStacksOutput, 'Stacks'> & { Stacks: RenderedStack[] }> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'DescribeStacks', name),
    run({ StackName: name, NextToken }) {
      if (name !== undefined) return { Stacks: [renderStack(stacks, stacks.find(name))] };
      const { page, next } = takePage(
        stacks.standing(),
        { NextToken },
        { size: pageSize, request: 'stacks', refuseToken },
      );
      return { Stacks: page.map((stack) => renderStack(stacks, stack)), ...next };
    },
  };
}
