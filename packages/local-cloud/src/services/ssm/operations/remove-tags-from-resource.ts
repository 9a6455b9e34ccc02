import type { RemoveTagsFromResourceRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { authorizeTagging, changeTags, type TaggedResources } from '../tagged-resources.ts';

/** RemoveTagsFromResource for a parameter, a document or a machine outside EC2. A missing key is no error. */
export function removeTagsFromResource(
  resources: TaggedResources,
): Operation<RemoveTagsFromResourceRequest, object> {
  return {
    authorize: (input) =>
      authorizeTagging(resources, 'RemoveTagsFromResource', input, { 'aws:TagKeys': input.TagKeys ?? [] }),
    run(input) {
      changeTags(resources, input, (tags) => {
        for (const key of input.TagKeys ?? []) tags.delete(key);
      });
      return {};
    },
  };
}
