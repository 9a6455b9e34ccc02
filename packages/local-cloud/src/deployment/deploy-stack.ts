import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { DeployedStack, DeployOptions, StackOutcome } from './stack.ts';
import { StackChange } from './stack-change.ts';

/**
 * Builds in the cloud what a synthesized template declares, each resource after those it refers to, as CloudFormation
 * does. Custom resources call their functions, in virtual time, and their answers are attributes of later resources.
 * When a resource fails, what was created is taken away again, in reverse order: see the outcome's status.
 * @throws NotEmulatedError for a resource type that the local cloud does not have, or cannot take away.
 */
export async function createStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<StackOutcome> {
  const change = new StackChange(cloud, source, options);
  const failure = await change.provisionAll();
  if (failure === undefined) return { status: 'CREATE_COMPLETE', stack: change.finish() };
  const isClean = await change.removeAll([...change.resources.keys()].reverse(), { isRollback: true });
  return { status: isClean ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED', failure, stack: change.abandon() };
}

/**
 * Creates a stack for a run that cannot go on without it, as `cdk deploy --no-rollback` does.
 * @throws NotEmulatedError as `createStack` does; ServiceError for what a service refuses: the stack is then half
 * built, and the cloud of no further use.
 */
export async function deployStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<DeployedStack> {
  const change = new StackChange(cloud, source, options);
  const failure = await change.provisionAll();
  if (failure !== undefined) throw failure;
  return change.finish();
}

/**
 * Brings a stack to another template: new resources are created and changed ones updated in the order of their
 * references; then, in a clean-up, what the new template does not have any more and what was replaced is taken away.
 * When a resource fails, the stack is rolled back: what was updated, and what failed, is updated again with old and
 * new exchanged, and what was created is taken away. A clean-up that fails leaves things behind, and no failure.
 * @throws ServiceError ValidationError, with nothing changed, for a template that is the same or changes a type.
 */
export async function updateStack(
  cloud: LocalCloud,
  stack: DeployedStack,
  source: AssemblyStack,
): Promise<StackOutcome> {
  if (JSON.stringify(source.template) === JSON.stringify(stack.source.template))
    throw new ServiceError('ValidationError', 'No updates are to be performed.');
  const change = new StackChange(cloud, source, stack.options, stack);
  change.refuseOtherTypes();
  const failure = await change.provisionAll();
  if (failure === undefined) {
    await change.cleanUp({ isRollback: false });
    return { status: 'UPDATE_COMPLETE', stack: change.finish() };
  }
  const back = new StackChange(cloud, stack.source, stack.options, { ...stack, resources: change.resources });
  const secondFailure = await back.provisionAll();
  if (secondFailure !== undefined)
    return { status: 'UPDATE_ROLLBACK_FAILED', failure, stack: back.abandon() };
  await back.cleanUp({ isRollback: true });
  return { status: 'UPDATE_ROLLBACK_COMPLETE', failure, stack: back.finish() };
}

/**
 * Takes a stack away, in reverse order. What cannot be taken away stays, together with what it refers to.
 * @throws NotEmulatedError for a resource type that the local cloud cannot take away.
 */
export async function deleteStack(cloud: LocalCloud, stack: DeployedStack): Promise<StackOutcome> {
  const change = new StackChange(cloud, stack.source, stack.options, stack);
  const logicalIds = [...change.template.creationOrder()].reverse();
  const isClean = await change.removeAll(logicalIds, { isRollback: false });
  return { status: isClean ? 'DELETE_COMPLETE' : 'DELETE_FAILED', stack: change.abandon() };
}
