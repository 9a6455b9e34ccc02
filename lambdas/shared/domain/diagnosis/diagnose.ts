import type { Instance } from '../fleet/instance.ts';
import type { Cause } from './cause.ts';
import { type AccessEvidence, accessReads, dependsOnDefaultHost, diagnoseAccess } from './diagnose-access.ts';
import { diagnoseNetwork, type NetworkEvidence, networkReads } from './diagnose-network.ts';
import { diagnoseHybrid, type HybridNodes, hybridReads } from './hybrid-node.ts';
import type { Read } from './read.ts';

/**
 * What was found out about the resources around the instances, each resource once. What is missing could not
 * be read, or was not asked for. It is never taken for a fault.
 */
export interface Evidence {
  readonly access: AccessEvidence;
  readonly network: NetworkEvidence;
  /** The nodes of hybrid activations. */
  readonly hybrid?: HybridNodes | undefined;
  /** False when a part was asked for and could not be read. */
  readonly isWhole: boolean;
}

/** The calls that all evidence takes. A function, so that no bundle has the list. */
export function readsOfEvidence(): readonly Read[] {
  return [...networkReads, ...accessReads, ...hybridReads];
}

/**
 * The first fault that would keep a working agent from registering. The order is that in which an agent needs
 * things: its credentials (metadata service, instance profile, role), then its way to the endpoints. Certain
 * faults come before possible ones. If there is no fault, the agent itself is the cause. An agent that is registered
 * by a hybrid activation needs none of these things, so that comes first.
 */
export function diagnose(instance: Instance, { access, network, hybrid, isWhole }: Evidence): Cause {
  const asNode = hybrid && diagnoseHybrid(instance, hybrid);
  if (asNode !== undefined) return { code: asNode.code, detail: asNode.detail };
  if (instance.isMetadataOn === false) return { code: 'MetadataOff' };
  const certain = diagnoseAccess(instance, access) ?? diagnoseNetwork(instance, network);
  if (certain !== undefined) return certain;
  const doubt = isWhole ? {} : ({ isDoubtful: true } as const);
  if (instance.requiresImdsV2 === false && dependsOnDefaultHost(instance, access))
    return { code: 'ImdsV1Allowed', ...doubt };
  return { code: 'AgentSilent', ...describeImage(instance), ...doubt };
}

/**
 * A missing agent is mostly missing from the image. The name under which EC2 bills the system may tell more,
 * but not always: FreeBSD and every free Linux are `Linux/UNIX`.
 */
function describeImage({ imageId, billedSystem }: Instance): Pick<Cause, 'detail'> {
  if (imageId === undefined) return {};
  return { detail: billedSystem === undefined ? `image ${imageId}` : `image ${imageId} (${billedSystem})` };
}

/** Instances that share a cause and its place. */
export interface CauseGroup<T> {
  readonly cause: T;
  readonly instanceIds: readonly string[];
}

/**
 * Groups instances by cause and place, the largest group first. "312 instances: vpc-... has no available
 * endpoint of ssm" is one line, and not 312.
 */
export function groupByCause<T extends { readonly code: string; readonly detail?: string | undefined }>(
  causes: Iterable<readonly [instanceId: string, cause: T]>,
): CauseGroup<T>[] {
  const groups = new Map<string, { cause: T; instanceIds: string[] }>();
  for (const [instanceId, cause] of causes) {
    const key = `${cause.code} ${cause.detail ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, instanceIds: [instanceId] });
    else group.instanceIds.push(instanceId);
  }
  return [...groups.values()].sort((a, b) => b.instanceIds.length - a.instanceIds.length);
}
