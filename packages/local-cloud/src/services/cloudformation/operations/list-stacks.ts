import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { type RenderedSummary, renderSummary } from '../render-stack.ts';
import type { StackDirectory } from '../stack-directory.ts';
import { refuseToken } from '../stack-token.ts';

const pageSize = 100;

/** ListStacks: every stack, deleted ones too, or those in some statuses. */
export function listStacks(
  stacks: StackDirectory,
): Operation<
  ListStacksInput,
  Omit<ListStacksOutput, 'StackSummaries'> & { StackSummaries: RenderedSummary[] }
> {
  return {
    authorize: () => [{ action: 'cloudformation:ListStacks', resource: '*' }],
    run({ StackStatusFilter: wanted, NextToken }) {
      const found = stacks
        .all()
        .filter(({ status }) => wanted === undefined || wanted.some((each) => each === status));
      const { page, next } = takePage(found, { NextToken }, { size: pageSize, request: wanted, refuseToken });
      return { StackSummaries: page.map((stack) => renderSummary(stacks, stack)), ...next };
    },
  };
}
