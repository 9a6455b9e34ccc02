import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { type RenderedResourceSummary, renderResourceSummary } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';
import { refuseToken } from '../stack-token.ts';

const pageSize = 100;

type Output = Omit<ListStackResourcesOutput, 'StackResourceSummaries'> & {
  StackResourceSummaries: RenderedResourceSummary[];
};

/** ListStackResources. */
export function listStackResources(
  host: Host,
  stacks: StackDirectory,
): Operation<ListStackResourcesInput, Output> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'ListStackResources', name),
    run({ StackName: name = '', NextToken }) {
      const { page, next } = takePage(
        stacks.resources(stacks.find(name)),
        { NextToken },
        { size: pageSize, request: name, refuseToken },
      );
      return { StackResourceSummaries: page.map(renderResourceSummary), ...next };
    },
  };
}
