import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import { describeStackEvents } from './operations/describe-stack-events.ts';
import { describeStackResource } from './operations/describe-stack-resource.ts';
import { describeStackResources } from './operations/describe-stack-resources.ts';
import { describeStacks } from './operations/describe-stacks.ts';
import { getTemplate } from './operations/get-template.ts';
import { listStackResources } from './operations/list-stack-resources.ts';
import { listStacks } from './operations/list-stacks.ts';
import type { StackDirectory } from './stack-directory.ts';

/** The operations by API name, each in a file of its name. */
export function cloudFormationOperations(host: Host, stacks: StackDirectory) {
  return {
    DescribeStackEvents: describeStackEvents(host, stacks),
    DescribeStackResource: describeStackResource(host, stacks),
    DescribeStackResources: describeStackResources(host, stacks),
    DescribeStacks: describeStacks(host, stacks),
    GetTemplate: getTemplate(host, stacks),
    ListStackResources: listStackResources(host, stacks),
    ListStacks: listStacks(stacks),
  } satisfies Record<string, Operation>;
}
