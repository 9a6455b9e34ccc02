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

/** The nodes of hybrid activations, by what may tell which instance one is. */
export interface HybridNodes {
  readonly byAddress: ReadonlyMap<string, readonly RealManagedInstance[]>;
  /** By an instance id at the end of the name that the activation gave. */
  readonly byNamedId: ReadonlyMap<string, readonly RealManagedInstance[]>;
}

/** Sorts the nodes of hybrid activations. */
export function sortHybrid(nodes: readonly RealManagedInstance[]): HybridNodes {
  const byAddress = new Map<string, RealManagedInstance[]>();
  const byNamedId = new Map<string, RealManagedInstance[]>();
  const add = (
    map: Map<string, RealManagedInstance[]>,
    key: string | null | undefined,
    node: RealManagedInstance,
  ) => {
    if (key) map.set(key, [...(map.get(key) ?? []), node]);
  };
  for (const node of nodes) {
    add(byAddress, node.IPAddress, node);
    add(byNamedId, /i-[0-9a-f]{8,17}$/.exec(node.Name ?? '')?.[0], node);
  }
  return { byAddress, byNamedId };
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
