import type { RemoveTagsFromResourceRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { authorizeTagging, findTags, type TaggedResources } from '../tagged-resources.ts';

/** RemoveTagsFromResource for a parameter or a document. A missing key is no error. */
export function removeTagsFromResource(
  resources: TaggedResources,
): Operation<RemoveTagsFromResourceRequest, object> {
  return {
    authorize: (input) => authorizeTagging(resources, 'RemoveTagsFromResource', input),
    run(input) {
      const tags = findTags(resources, input);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  };
}
