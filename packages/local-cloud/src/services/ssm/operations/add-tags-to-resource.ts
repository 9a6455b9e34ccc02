import type { AddTagsToResourceRequest } from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { authorizeTagging, findTags, type TaggedResources } from '../tagged-resources.ts';

/** The most tags of a resource (Tagging AWS resources user guide). */
const tagsMax = 50;

/** AddTagsToResource for a parameter or a document: adds or overwrites tags. */
export function addTagsToResource(resources: TaggedResources): Operation<AddTagsToResourceRequest, object> {
  return {
    authorize: (input) => authorizeTagging(resources, 'AddTagsToResource', input),
    run(input) {
      const tags = findTags(resources, input);
      const added = input.Tags ?? [];
      const keys = new Set([...tags.keys(), ...added.map(({ Key: key }) => key)]);
      if (keys.size > tagsMax)
        throw new ServiceError('TooManyTagsError', `A resource can have at most ${tagsMax} tags`);
      for (const { Key: key = '', Value: value = '' } of added) {
        tags.set(key, value);
      }
      return {};
    },
  };
}
