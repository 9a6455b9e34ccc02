import type { SendCommandRequest, Target } from '@aws-sdk/client-ssm';
import { ownEntry } from '../../../core/own-entry.ts';
import type { Random } from '../../../core/random.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import type { DocumentVersion } from '../documents/document-store.ts';
import type { ManagedNode } from '../nodes/managed-node.ts';
import type { ManagedNodes } from '../nodes/managed-nodes.ts';
import { NODE_ID } from '../nodes/node-id.ts';

/** The probability that InvalidInstanceId has an empty message. Seen on AWS more than once; the rate is assumed. */
const EMPTY_MESSAGE_PROBABILITY = 0.25;
/** The most instances in one call. */
const INSTANCES_MAX = 50;

/**
 * The instance ids in a call, from InstanceIds or a target with that key in any case: AWS's own examples write
 * `Key=instanceids`. Undefined if it targets tags.
 */
export function namedIds(input: SendCommandRequest): readonly string[] | undefined {
  if ((input.InstanceIds?.length ?? 0) > 0) return input.InstanceIds;
  return input.Targets?.find(({ Key: key }) => key?.toLowerCase() === 'instanceids')?.Values;
}

/** The managed instances that currently match tag targets. An instance must match all targets of a call. */
export function targetedInstances(
  nodes: ManagedNodes,
  targets: readonly Target[],
  nowMs: number,
): ManagedNode[] {
  const conditions = targets.map(({ Key: key = '', Values: values = [] }) => {
    if (key === 'tag-key')
      return (instance: ManagedNode) => values.some((v) => Object.hasOwn(instance.tags(nowMs), v));
    if (!key.startsWith('tag:')) throw new NotEmulatedError(`the SendCommand target ${key}`);
    return (instance: ManagedNode) =>
      values.includes(ownEntry(instance.tags(nowMs), key.slice('tag:'.length)) ?? '\0');
  });
  return [...nodes.from(0)].filter(
    (instance) => isSendable(instance, nowMs) && conditions.every((condition) => condition(instance)),
  );
}

/**
 * Finds the instances that a call names. The whole call fails for too many ids, a repeated id, or an id that is not
 * managed or is shutting down or terminated.
 */
export function chooseNamed(
  ids: readonly string[],
  world: { nodes: ManagedNodes; nowMs: number; accountId: string; random: Random },
): ManagedNode[] {
  if (ids.length > INSTANCES_MAX) throw new ServiceError('ThrottlingException', 'Rate exceeded');
  if (new Set(ids).size < ids.length)
    throw new ServiceError(
      'DuplicateInstanceId',
      "You can't specify an instance ID in more than one association.",
    );
  const bad: string[] = [];
  const chosen = ids.flatMap((id) => {
    const instance = NODE_ID.test(id) ? world.nodes.find(id) : undefined;
    if (instance !== undefined && isSendable(instance, world.nowMs)) return [instance];
    bad.push(id);
    return [];
  });
  if (bad.length === 0) return chosen;
  const isEmpty = world.random.chance(EMPTY_MESSAGE_PROBABILITY);
  const message = `Instances [[${bad.join(', ')}]] not in a valid state for account ${world.accountId}`;
  throw new ServiceError('InvalidInstanceId', isEmpty ? '' : message);
}

/** Refuses the whole call if the document does not support the platform of a named instance. */
export function checkPlatforms(document: DocumentVersion, instances: readonly ManagedNode[]): void {
  const other = instances.find(({ spec }) => !document.platformTypes.includes(spec.platform.type));
  if (other !== undefined)
    throw new ServiceError(
      'UnsupportedPlatformType',
      `The document ${document.documentName} supports ${document.platformTypes.join(', ')}; instance ${other.id} is ${other.spec.platform.type}`,
    );
}

/**
 * Whether a command may be sent to an instance: it has registered, and is not shutting down or terminated. For a
 * stopped or lost instance the command waits.
 */
function isSendable(instance: ManagedNode, nowMs: number): boolean {
  return !instance.isOver && instance.agent.isRegistered(nowMs);
}
