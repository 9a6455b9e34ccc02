import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { authorizeTagging, findTags, type TaggedResources } from '../tagged-resources.ts';

/** ListTagsForResource for a parameter, a document or a machine outside EC2. */
export function listTagsForResource(
  resources: TaggedResources,
): Operation<ListTagsForResourceRequest, ListTagsForResourceResult> {
  return {
    authorize: (input) => authorizeTagging(resources, 'ListTagsForResource', input),
    run: (input) => ({
      TagList: [...findTags(resources, input)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}
