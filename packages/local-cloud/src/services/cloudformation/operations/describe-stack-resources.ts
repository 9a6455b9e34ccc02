import type { DescribeStackResourcesInput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type RenderedResource, renderResource } from '../render-stack.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';

/** The most resources in one answer (API reference). */
const resourcesMax = 100;

/** DescribeStackResources: of a stack, or of the stack that has a physical id. */
export function describeStackResources(
  host: Host,
  stacks: StackDirectory,
): Operation<DescribeStackResourcesInput, { StackResources: RenderedResource[] }> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'DescribeStackResources', name),
    run(input) {
      const stack = stacks.find(stackOf(stacks, input));
      const found = stacks
        .resources(stack)
        .filter(({ logicalId }) => logicalId === (input.LogicalResourceId ?? logicalId));
      return {
        StackResources: found.slice(0, resourcesMax).map((resource) => renderResource(stack, resource)),
      };
    },
  };
}

function stackOf(
  stacks: StackDirectory,
  { StackName: name, PhysicalResourceId: physicalId }: DescribeStackResourcesInput,
): string {
  if ((name === undefined) === (physicalId === undefined))
    throw new ServiceError(
      'ValidationError',
      'You must specify either StackName or PhysicalResourceId, but not both.',
    );
  if (name !== undefined) return name;
  const stack = stacks.ofResource(physicalId ?? '');
  if (stack !== undefined) return stack.stackId;
  throw new ServiceError('ValidationError', `Stack for ${physicalId} does not exist`);
}
