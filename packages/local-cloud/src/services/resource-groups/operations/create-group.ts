import type { CreateGroupInput, CreateGroupOutput } from '@aws-sdk/client-resource-groups';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { GroupStore } from '../group-store.ts';
import { readResourceQuery } from '../resource-query.ts';

/** CreateGroup: a group by tags. Groups of a stack, of an application and of a service are not emulated. */
export function createGroup(store: GroupStore): Operation<CreateGroupInput, CreateGroupOutput> {
  return {
    authorize: () => [{ action: 'resource-groups:CreateGroup', resource: '*' }],
    run(input) {
      const { Name: name = '', Description: description, ResourceQuery: given } = input;
      refuseMembers('CreateGroup', input, ['Tags', 'Configuration', 'Criticality', 'Owner', 'DisplayName']);
      if (/^aws/i.test(name))
        throw new ServiceError('BadRequestException', 'Group names that start with AWS are reserved.');
      if (given === undefined)
        throw new ServiceError('BadRequestException', 'The group has no ResourceQuery.');
      const query = readResourceQuery(given);
      if (store.groups.has(name))
        throw new ServiceError('BadRequestException', 'Cannot create group: group already exists');
      const arn = store.arnOf({ Group: name });
      store.groups.set(name, { name, arn, description, query });
      return { Group: { GroupArn: arn, Name: name, Description: description }, ResourceQuery: given };
    },
  };
}
