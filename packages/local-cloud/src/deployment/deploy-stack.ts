import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import { exportInUse } from './exports.ts';
import type { ChangedStack, DeployedStack, DeployOptions, StackOutcome, StackStatus } from './stack.ts';
import { stacksOf } from './stack-book.ts';
import { StackChange } from './stack-change.ts';
import { stackArn } from './template.ts';

/**
 * Creates the resources of a synthesized template, each one after those it refers to, as CloudFormation does. Custom
 * resources call their functions in virtual time. Later resources can use the attributes in their responses. If a
 * resource fails, the created resources are deleted in reverse order: see the status of the outcome.
 * @throws NotEmulatedError for a resource type that the local cloud does not have; ServiceError AlreadyExistsException
 * when there is a stack of this name, also one whose creation was rolled back.
 */
export async function createStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<StackOutcome> {
  const change = begin(cloud, source, options);
  const failure = await change.provisionAll();
  if (failure === undefined) return outcome(change, change.finish('CREATE_COMPLETE'));
  change.enter(
    'ROLLBACK_IN_PROGRESS',
    `${whatFailed(change, 'create', failure)} Rollback requested by user.`,
  );
  const left = await change.removeAll([...change.resources.keys()].reverse(), { isRollback: true });
  const status = left === undefined ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED';
  return outcome(change, change.abandon(status, failure), failure);
}

/**
 * Creates a stack that the run requires, as `cdk deploy --no-rollback` does.
 * @throws NotEmulatedError and ServiceError as `createStack` does; ServiceError when a service refuses a resource. The
 * stack is then incomplete, and the cloud is unusable.
 */
export async function deployStack(
  cloud: LocalCloud,
  source: AssemblyStack,
  options: DeployOptions = {},
): Promise<DeployedStack> {
  const change = begin(cloud, source, options);
  const failure = await change.provisionAll();
  if (failure === undefined) return change.finish('CREATE_COMPLETE');
  change.abandon('CREATE_FAILED', failure);
  throw failure;
}

/**
 * Updates a stack to another template. New resources are created and changed ones updated or replaced, in the order of
 * their references. Then a clean-up deletes resources that were replaced or are no longer in the template. If a
 * resource fails, the stack is rolled back: updated and failed resources are updated again with old and new properties
 * exchanged, replaced ones take their place again, and created ones are deleted. A failed clean-up leaves resources
 * behind and is no failure of the update.
 * @throws ServiceError ValidationError, with nothing changed, when the template is the same or changes a resource type,
 * or when the stack has a status that allows no update.
 */
export async function updateStack(
  cloud: LocalCloud,
  stack: DeployedStack,
  source: AssemblyStack,
): Promise<StackOutcome> {
  if (!updatable.includes(stack.status))
    throw new ServiceError(
      'ValidationError',
      `Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`,
    );
  if (JSON.stringify(source.template) === JSON.stringify(stack.source.template))
    throw new ServiceError('ValidationError', 'No updates are to be performed.');
  const updated = { ...stack, updatedMs: cloud.timeline.nowMs };
  const change = new StackChange(cloud, source, updated);
  refuseOtherTypes(change);
  stacksOf(cloud).keep({ ...updated, status: 'UPDATE_IN_PROGRESS', reason: initiated });
  const failure = await change.provisionAll();
  if (failure === undefined) {
    change.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await change.cleanUp({ isRollback: false });
    return outcome(change, change.finish('UPDATE_COMPLETE'));
  }
  const { resources, replaced } = change;
  const verb = stack.resources.has(change.failed ?? '') ? 'update' : 'create';
  return rollBack(cloud, { ...updated, resources, replaced }, failure, whatFailed(change, verb, failure));
}

/** Rolls an update back to the template that the stack had before. */
async function rollBack(
  cloud: LocalCloud,
  before: ChangedStack & DeployedStack,
  failure: ServiceError,
  reason: string,
): Promise<StackOutcome> {
  const back = new StackChange(cloud, before.source, before);
  back.enter('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const secondFailure = await back.provisionAll();
  if (secondFailure !== undefined) {
    const replaced = before.replaced?.filter(([name, old]) => back.resources.get(name) !== old) ?? [];
    const unfinished = { replaced, surplus: back.replaced };
    return outcome(back, back.abandon('UPDATE_ROLLBACK_FAILED', secondFailure, unfinished), failure);
  }
  back.enter('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  await back.cleanUp({ isRollback: true });
  return outcome(back, back.finish('UPDATE_ROLLBACK_COMPLETE', failure), failure);
}

/**
 * Goes on with a roll-back that failed, as ContinueUpdateRollback does. A skipped resource stays as it is.
 * @throws ServiceError ValidationError when the stack's roll-back has not failed, or a skipped resource has not.
 */
export async function continueUpdateRollback(
  cloud: LocalCloud,
  stack: DeployedStack,
  { resourcesToSkip = [] }: { readonly resourcesToSkip?: readonly string[] } = {},
): Promise<StackOutcome> {
  const { status, stackId, reason = '', unfinished } = stack;
  if (status !== 'UPDATE_ROLLBACK_FAILED')
    throw new ServiceError(
      'ValidationError',
      `Stack:${stackId} is in ${status} state and can not continue rolling back.`,
    );
  const lastOf = (name: string) =>
    stacksOf(cloud)
      .eventsOf(stackId)
      .findLast(({ logicalId }) => logicalId === name)?.status;
  const other = resourcesToSkip.find((name) => lastOf(name) !== 'UPDATE_FAILED');
  if (other !== undefined)
    throw new ServiceError(
      'ValidationError',
      `The resource ${other} cannot be skipped: it is not in UPDATE_FAILED.`,
    );
  const before = { ...stack, ...unfinished, skipped: resourcesToSkip };
  return rollBack(cloud, before, new ServiceError('UpdateRollbackFailed', reason), initiated);
}

/**
 * Deletes a stack in reverse order. A resource that cannot be deleted stays, together with those it refers to. If
 * another stack imports an export, nothing is deleted and the stack keeps its status. A deleted stack stays deleted.
 * After a failed deletion, `retainResources` names resources that stay and leave the stack.
 * @throws ServiceError ValidationError, with nothing changed, while the stack is protected from deletion.
 */
export async function deleteStack(
  cloud: LocalCloud,
  stack: DeployedStack,
  { retainResources = [] }: { readonly retainResources?: readonly string[] } = {},
): Promise<StackOutcome> {
  if (retainResources.length > 0 && stack.status !== 'DELETE_FAILED')
    throw new ServiceError(
      'ValidationError',
      `Invalid operation on stack [${stack.stackId}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  if (stack.status === 'DELETE_COMPLETE') return { status: stack.status, left: [], stack };
  if (stack.source.terminationProtection === true)
    throw new ServiceError(
      'ValidationError',
      `Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`,
    );
  const inUse = stack.exportNames
    .map((name) => exportInUse(stacksOf(cloud), stack.stackName, name, 'deleted'))
    .find((refusal) => refusal !== undefined);
  if (inUse !== undefined) {
    const kept = { ...stack, reason: inUse.message };
    stacksOf(cloud).keep(kept);
    return { status: stack.status, failure: inUse, left: [], stack: kept };
  }
  stacksOf(cloud).keep({ ...stack, status: 'DELETE_IN_PROGRESS', reason: initiated });
  const change = new StackChange(cloud, stack.source, stack);
  const logicalIds = [...change.template.creationOrder()].reverse();
  const failure = await change.removeAll(logicalIds, { isRollback: false, retained: retainResources });
  const status = failure === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  return outcome(change, change.abandon(status, failure), failure);
}

/** The reason of an operation that somebody asked for. */
const initiated = 'User Initiated';

/** The reason of a roll-back. An export that is in use is no failure of a resource. */
function whatFailed({ failed }: StackChange, verb: string, { message }: ServiceError): string {
  return failed === undefined ? message : `The following resource(s) failed to ${verb}: [${failed}].`;
}

/** @throws ServiceError ValidationError when the template changes the type of an existing resource. */
function refuseOtherTypes({ template, resources }: StackChange): void {
  const changed = [...template.resources.values()].filter(({ logicalId, type }) => {
    const standing = resources.get(logicalId);
    return standing !== undefined && standing.type !== type;
  });
  if (changed.length === 0) return;
  const names = changed.map(({ logicalId }) => logicalId).join(', ');
  throw new ServiceError(
    'ValidationError',
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${names}]`,
  );
}

/** The statuses in which CloudFormation accepts an update. */
const updatable: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

/** @throws ServiceError AlreadyExistsException when there is a stack of this name. */
function begin(cloud: LocalCloud, source: AssemblyStack, options: DeployOptions): StackChange {
  const { id, stackName } = source;
  if (stacksOf(cloud).find(stackName) !== undefined)
    throw new ServiceError('AlreadyExistsException', `Stack [${stackName}] already exists`);
  const stackId = stackArn(cloud, stackName, stacksOf(cloud).newId(stackName));
  const createdMs = cloud.timeline.nowMs;
  const empty = { exportNames: [], imports: [], outputs: {}, declaredOutputs: [], resources: new Map() };
  const stack = { id, stackName, stackId, createdMs, updatedMs: undefined, source, options, ...empty };
  const change = new StackChange(cloud, source, stack);
  stacksOf(cloud).keep({ ...stack, status: 'CREATE_IN_PROGRESS', reason: initiated });
  return change;
}

function outcome(change: StackChange, stack: DeployedStack, failure?: ServiceError): StackOutcome {
  const { left } = change;
  return { status: stack.status, left, stack, ...(failure === undefined ? {} : { failure }) };
}
