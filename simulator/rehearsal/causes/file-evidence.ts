import type { HybridNode, HybridNodes } from '../../../lambdas/shared/domain/diagnosis/hybrid-node.ts';
import type { NetworkEvidence } from '../../../lambdas/shared/domain/diagnosis/network-evidence.ts';
import type { RealManagedInstance } from '../input/cli-forms.ts';
import type { ListedInstance } from '../input/fleet-list.ts';
import type { ProfileEvidence } from './role-files.ts';

/** What the files show about access and networks. What is not in them is missing, and never taken for a fault. */
export interface FileEvidence {
  /** Undefined when no file tells of roles. */
  readonly instanceProfiles: ProfileEvidence | undefined;
  /** Undefined when no file tells of networks. */
  readonly network: NetworkEvidence | undefined;
  /** The accounts and regions in which an instance without an instance profile is Online. */
  readonly defaultHostPlaces: ReadonlySet<string>;
  /** False when the list of managed instances was cut off. */
  readonly isManagedWhole: boolean;
  readonly hybrid: HybridNodes;
}

/** What Systems Manager says of a node of a hybrid activation, in the form that the product reads. */
export function toHybridNode(node: RealManagedInstance): HybridNode {
  const { InstanceId, PingStatus, IPAddress, ComputerName, Name, SourceId } = node;
  return {
    nodeId: InstanceId,
    isOnline: PingStatus === 'Online',
    address: IPAddress ?? undefined,
    computerName: ComputerName ?? undefined,
    name: Name ?? undefined,
    sourceId: SourceId ?? undefined,
  };
}

/** The account and region of an instance, as far as the file tells, for comparison. */
export function placeOfInstance(listed: ListedInstance): string {
  return `${accountOfInstance(listed) ?? 'an account'} ${regionOf(listed.instance) ?? 'a region'}`;
}

/** The account that owns an instance: it owns its network interfaces, too, even in a subnet of another account. */
export function accountOfInstance({ instance, ownerId }: ListedInstance): string | undefined {
  return ownerId ?? instance.NetworkInterfaces?.find(({ OwnerId }) => OwnerId)?.OwnerId ?? undefined;
}

/** The region of an instance, from its zone: `us-east-1a`, or a local zone such as `us-west-2-lax-1a`. */
export function regionOf({ Placement: placement }: ListedInstance['instance']): string | undefined {
  return /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(placement?.AvailabilityZone ?? '')?.[0];
}

/**
 * The places in which Default Host Management is on: without it, an instance without an instance profile could not be
 * Online.
 */
export function findDefaultHostPlaces(
  instances: readonly ListedInstance[],
  byId: ReadonlyMap<string, RealManagedInstance>,
): Set<string> {
  return new Set(
    instances
      .filter(({ instance }) => (instance.IamInstanceProfile ?? undefined) === undefined)
      .filter(({ instance }) => byId.get(instance.InstanceId)?.PingStatus === 'Online')
      .map(placeOfInstance),
  );
}
