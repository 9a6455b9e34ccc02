import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import { recordBegin, recordEnd } from './record-stack.ts';
import type { DeployedStack, DeployOptions, StackOutcome } from './stack.ts';
import { StackChange } from './stack-change.ts';

/**
 * Creates the resources of a synthesized template, each one after those it refers to, as CloudFormation does. Custom
 * resources call their functions in virtual time. Later resources can use the attributes in their responses. If a
 * resource fails, the created resources are deleted in reverse order: see the status of the outcome.
 * @throws NotEmulatedError for a resource type that the local cloud does not have or cannot delete.
 */
export async function createStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<StackOutcome> {
  const change = new StackChange(cloud, source, options);
  recordBegin(cloud, source, 'CREATE');
  const failure = await change.provisionAll();
  if (failure === undefined)
    return recordEnd(cloud, change, { status: 'CREATE_COMPLETE', stack: change.finish() });
  const isClean = await change.removeAll([...change.resources.keys()].reverse(), { isRollback: true });
  const status = isClean ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
  return recordEnd(cloud, change, { status, failure, stack: change.abandon() });
}

/**
 * Creates a stack that the run requires, as `cdk deploy --no-rollback` does.
 * @throws NotEmulatedError as `createStack` does; ServiceError when a service refuses a resource. The stack is then
 * incomplete, and the cloud is unusable.
 */
export async function deployStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<DeployedStack> {
  const change = new StackChange(cloud, source, options);
  recordBegin(cloud, source, 'CREATE');
  const failure = await change.provisionAll();
  if (failure !== undefined) throw failure;
  return recordEnd(cloud, change, { status: 'CREATE_COMPLETE', stack: change.finish() }).stack;
}

/**
 * Updates a stack to another template. New resources are created and changed ones updated, in the order of their
 * references. Then a clean-up deletes resources that were replaced or are no longer in the template. If a resource
 * fails, the stack is rolled back: updated and failed resources are updated again with old and new properties
 * exchanged, and created ones are deleted. A failed clean-up leaves resources behind and is no failure of the update.
 * @throws ServiceError ValidationError, with nothing changed, when the template is the same or changes a resource type.
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
  recordBegin(cloud, source, 'UPDATE');
  const failure = await change.provisionAll();
  if (failure === undefined) {
    await change.cleanUp({ isRollback: false });
    return recordEnd(cloud, change, { status: 'UPDATE_COMPLETE', stack: change.finish() });
  }
  const back = new StackChange(cloud, stack.source, stack.options, { ...stack, resources: change.resources });
  const secondFailure = await back.provisionAll();
  if (secondFailure !== undefined)
    return recordEnd(cloud, back, { status: 'UPDATE_ROLLBACK_FAILED', failure, stack: back.abandon() });
  await back.cleanUp({ isRollback: true });
  return recordEnd(cloud, back, { status: 'UPDATE_ROLLBACK_COMPLETE', failure, stack: back.finish() });
}

/**
 * Deletes a stack in reverse order. A resource that cannot be deleted stays, together with those it refers to.
 * @throws NotEmulatedError for a resource type that the local cloud cannot delete.
 */
export async function deleteStack(cloud: LocalCloud, stack: DeployedStack): Promise<StackOutcome> {
  const change = new StackChange(cloud, stack.source, stack.options, stack);
  recordBegin(cloud, stack.source, 'DELETE');
  const logicalIds = [...change.template.creationOrder()].reverse();
  const isClean = await change.removeAll(logicalIds, { isRollback: false });
  const status = isClean ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  return recordEnd(cloud, change, { status, stack: change.abandon() });
}
