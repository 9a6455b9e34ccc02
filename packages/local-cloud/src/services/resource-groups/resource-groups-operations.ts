import type { Operation } from '../../core/service.ts';
import type { TaggedResource } from '../../core/tagged-resource.ts';
import type { GroupStore } from './group-store.ts';
import { createGroup } from './operations/create-group.ts';
import { deleteGroup } from './operations/delete-group.ts';
import { listGroupResources } from './operations/list-group-resources.ts';

/** The operations by API name, each in a file of its name. */
export function resourceGroupsOperations(
  store: GroupStore,
  resources: (nowMs: number) => Iterable<TaggedResource>,
) {
  return {
    CreateGroup: createGroup(store),
    DeleteGroup: deleteGroup(store),
    ListGroupResources: listGroupResources(store, resources),
  } satisfies Record<string, Operation>;
}
