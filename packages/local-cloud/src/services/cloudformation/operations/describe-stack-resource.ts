import type { DescribeStackResourceInput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type RenderedResourceDetail, renderDetail } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';

/** DescribeStackResource: one resource by its logical id. */
export function describeStackResource(
  host: Host,
  stacks: StackDirectory,
): Operation<DescribeStackResourceInput, { StackResourceDetail: RenderedResourceDetail }> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'DescribeStackResource', name),
    run({ StackName: name = '', LogicalResourceId: wanted }) {
      const stack = stacks.find(name);
      const found = stacks.resources(stack).find(({ logicalId }) => logicalId === wanted);
      if (found !== undefined) return { StackResourceDetail: renderDetail(stack, found) };
      throw new ServiceError('ValidationError', `Resource ${wanted} does not exist for stack ${name}`);
    },
  };
}
