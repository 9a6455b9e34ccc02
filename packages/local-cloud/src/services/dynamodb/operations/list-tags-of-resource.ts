import type { ListTagsOfResourceInput, ListTagsOfResourceOutput } from '@aws-sdk/client-dynamodb';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import type { Tables } from '../tables.ts';

/** ListTagsOfResource of a table: all tags on one page. */
export function listTagsOfResource(
  tables: Tables,
): Operation<ListTagsOfResourceInput, ListTagsOfResourceOutput> {
  return {
    authorize: (input) => [tables.authorization('ListTagsOfResource', input.ResourceArn)],
    run(input) {
      refuseMembers('ListTagsOfResource', input, ['NextToken']);
      const { tags } = tables.tagged(input.ResourceArn).schema;
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
