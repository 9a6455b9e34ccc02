import type { DeleteGroupInput, DeleteGroupOutput } from '@aws-sdk/client-resource-groups';
import type { Operation } from '../../../core/service.ts';
import type { GroupStore } from '../group-store.ts';

/** DeleteGroup: the group alone goes, its members stay. */
export function deleteGroup(store: GroupStore): Operation<DeleteGroupInput, DeleteGroupOutput> {
  return {
    authorize: (input) => [{ action: 'resource-groups:DeleteGroup', resource: store.arnOf(input) }],
    run(input) {
      const { name, arn, description } = store.find(input);
      store.groups.delete(name);
      return { Group: { GroupArn: arn, Name: name, Description: description } };
    },
  };
}
