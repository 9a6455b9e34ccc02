import type { LocalCloud } from '../account/account.ts';
import type { AssemblyStack } from './assembly.ts';
import type { StackOutcome } from './stack.ts';
import type { StackChange } from './stack-change.ts';
import { stackId } from './template.ts';

/** Tells CloudFormation's API that an operation on a stack begins. */
export function recordBegin(
  cloud: LocalCloud,
  { stackName, template }: AssemblyStack,
  operation: 'CREATE' | 'UPDATE' | 'DELETE',
): void {
  cloud.cloudformation.stacks.begin(stackName, stackId(cloud, stackName), operation, template);
}

/** Tells CloudFormation's API how an operation has ended, and passes the outcome on. */
export function recordEnd(cloud: LocalCloud, change: StackChange, outcome: StackOutcome): StackOutcome {
  const { status, failure, stack } = outcome;
  const outputs = Object.keys(stack.outputs).length === 0 ? [] : change.template.outputs();
  cloud.cloudformation.stacks.end(stack.stackName, {
    status,
    ...(failure === undefined ? {} : { reason: failure.message }),
    outputs: outputs.map(({ name, value, description, exportName }) => ({
      key: name,
      value: String(value),
      ...(description === undefined ? {} : { description }),
      ...(exportName === undefined ? {} : { exportName }),
    })),
  });
  return outcome;
}
