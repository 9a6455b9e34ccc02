import type { Instance, ManagedInstance, Tags } from '../../domain/fleet/instance.ts';
import { asInstance, isOutside } from '../../domain/fleet/outside.ts';
import type { Fleet } from './fleet-client.ts';
import type { ManagedInstances } from './managed-instances.ts';
import { createNodeTags, type NodeTags } from './node-tags.ts';

/** What is known of nodes outside EC2, in the form of instances. */
export interface OutsideNodes {
  /** The nodes among `nodeIds` that are registered, by id. */
  describe(nodeIds: readonly string[]): Promise<ReadonlyMap<string, Instance>>;
  /** Every node that is registered, by id. */
  list(): Promise<ReadonlyMap<string, Instance>>;
}

/** Nobody: the configuration looks at no nodes outside EC2. */
const nobody: OutsideNodes = { describe: async () => new Map(), list: async () => new Map() };

/**
 * Asks Systems Manager for the nodes and the Tagging API for their tags: two calls for 100 nodes, and three for 100 of a
 * list. Without settings, nobody is asked.
 */
export function createOutsideNodes(
  settings: { readonly arnPrefix: string } | null,
  managedInstances: ManagedInstances,
  tags: NodeTags | undefined = settings === null ? undefined : createNodeTags(settings.arnPrefix),
): OutsideNodes {
  if (tags === undefined) return nobody;
  return {
    async describe(nodeIds) {
      if (nodeIds.length === 0) return new Map();
      const managed = await managedInstances.describe(nodeIds);
      return join(managed, await tags.describe([...managed.keys()]));
    },
    async list() {
      const managed = await managedInstances.describeAll('ManagedInstance');
      return join(managed, managed.size === 0 ? new Map() : await tags.list());
    },
  };
}

/** EC2's instances, and the nodes outside of it beside them. */
export function withOutside(fleet: Fleet, outside: OutsideNodes): Fleet {
  return {
    ...fleet,
    async describe(ids) {
      const ofEc2 = ids.filter((id) => !isOutside(id));
      const [instances, nodes] = await Promise.all([
        fleet.describe(ofEc2),
        outside.describe(ids.filter(isOutside)),
      ]);
      return new Map([...instances, ...nodes]);
    },
  };
}

function join(
  managed: ReadonlyMap<string, ManagedInstance>,
  tags: ReadonlyMap<string, Tags>,
): ReadonlyMap<string, Instance> {
  return new Map(
    [...managed].flatMap(([id, node]) => {
      const { registration } = node;
      return registration === undefined
        ? []
        : [[id, asInstance({ ...node, registration }, tags.get(id) ?? {})] as const];
    }),
  );
}
