import type { Instance } from '../fleet/instance.ts';
import type { Read } from './read.ts';

/**
 * What Systems Manager says of a node of a hybrid activation (`mi-...`). Such a node is mostly a server elsewhere. But
 * it may be an instance: with ECS Anywhere on EC2, or of an image that was made of a registered server.
 */
export interface HybridNode {
  readonly nodeId: string;
  readonly isOnline: boolean;
  /** When its agent was last heard of, in epoch milliseconds. */
  readonly lastPingMs?: number | undefined;
  readonly address?: string | undefined;
  readonly computerName?: string | undefined;
  /** The name that the activation gave it. */
  readonly name?: string | undefined;
  readonly sourceId?: string | undefined;
}

/** The nodes of hybrid activations, by what may tell which instance one is. */
export interface HybridNodes {
  readonly byAddress: ReadonlyMap<string, readonly HybridNode[]>;
  /** By an instance id in what names the node. */
  readonly byInstanceId: ReadonlyMap<string, readonly HybridNode[]>;
  /** False when there are more nodes than were read. */
  readonly isWhole: boolean;
}

/** The node that an instance is registered as, and how sure that is. */
export interface HybridFault {
  readonly code: 'ManagedAsHybridNode';
  readonly detail: string;
  readonly certainty: 'certain' | 'likely';
}

/** The call that this evidence takes. */
export const hybridReads: readonly Read[] = [
  { actions: ['ssm:DescribeInstanceInformation'], resources: ['*'] },
];

/** Sorts the nodes of hybrid activations. */
export function sortHybridNodes(nodes: readonly HybridNode[], isWhole = true): HybridNodes {
  const byAddress = new Map<string, HybridNode[]>();
  const byInstanceId = new Map<string, HybridNode[]>();
  const add = (map: Map<string, HybridNode[]>, key: string | undefined, node: HybridNode) => {
    if (key) map.set(key, [...(map.get(key) ?? []), node]);
  };
  for (const node of nodes) {
    add(byAddress, node.address, node);
    const ids = [node.sourceId, node.name, hostOf(node.computerName)].flatMap((text) => idIn(text) ?? []);
    for (const id of new Set(ids)) add(byInstanceId, id, node);
  }
  return { byAddress, byInstanceId, isWhole };
}

/**
 * The node that an instance is registered as, as a fault. It is only likely when nothing but the address and the name
 * that EC2 makes of it are the same: instances of other VPCs and accounts may have these too, and an activation takes
 * nodes of any account. What was last heard of before the instance started is another one. A server that registered
 * again leaves its old node behind, so the one that answers counts. Of several that fit alike nobody knows which it is.
 */
export function diagnoseHybrid(
  instance: Pick<Instance, 'instanceId' | 'launchedAtMs' | 'privateIpAddress' | 'privateDnsName'>,
  { byAddress, byInstanceId }: HybridNodes,
): HybridFault | undefined {
  const named = theOne(byInstanceId.get(instance.instanceId) ?? [], instance.launchedAtMs);
  if (named !== undefined)
    return { code: 'ManagedAsHybridNode', detail: describe(named), certainty: 'certain' };
  const host = hostOf(instance.privateDnsName);
  const sameAddress = byAddress.get(instance.privateIpAddress ?? '') ?? [];
  const alike = theOne(
    sameAddress.filter(({ computerName }) => host !== '' && hostOf(computerName) === host),
    instance.launchedAtMs,
  );
  if (alike === undefined) return undefined;
  const detail = `${describe(alike)}, by its address and computer name`;
  return { code: 'ManagedAsHybridNode', detail, certainty: 'likely' };
}

/** The node that is left when those are gone that cannot be the instance. */
function theOne(nodes: readonly HybridNode[], launchedAtMs: number): HybridNode | undefined {
  const online = nodes.filter(({ isOnline }) => isOnline);
  const lost = nodes.filter(({ lastPingMs = launchedAtMs }) => lastPingMs >= launchedAtMs);
  const [only, ...others] = online.length > 0 ? online : lost;
  return others.length === 0 ? only : undefined;
}

function describe({ nodeId, isOnline }: HybridNode): string {
  return `${nodeId}${isOnline ? '' : ', whose connection is lost'}`;
}

/** An instance id in a text, such as `<account>-i-0123456789abcdef0`. */
function idIn(text: string | undefined): string | undefined {
  return /(?<![0-9a-z])i-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/.exec(text ?? '')?.[0];
}

function hostOf(name: string | undefined): string {
  return ((name ?? '').split('.')[0] ?? '').toLowerCase();
}
