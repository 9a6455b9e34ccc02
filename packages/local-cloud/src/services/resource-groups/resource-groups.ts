import type { Place } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import type { TaggedResource } from '../../core/tagged-resource.ts';
import { GroupStore } from './group-store.ts';
import { resourceGroupsOperations } from './resource-groups-operations.ts';

/** Resource Groups: groups by tags. */
export class ResourceGroups implements Service {
  readonly name = 'resource-groups';
  readonly operations: ReturnType<typeof resourceGroupsOperations>;
  readonly store: GroupStore;

  /** `resources` gives what exists at a time, in virtual epoch milliseconds. */
  constructor(place: Place, resources: (nowMs: number) => Iterable<TaggedResource>) {
    this.store = new GroupStore(place);
    this.operations = resourceGroupsOperations(this.store, resources);
  }
}
