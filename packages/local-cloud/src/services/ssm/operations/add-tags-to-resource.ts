import type { AddTagsToResourceRequest } from '@aws-sdk/client-ssm';
import { requestedTagConditions } from '../../../core/iam/tag-conditions.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { authorizeTagging, changeTags, type TaggedResources } from '../tagged-resources.ts';

/** The most tags of a resource (Tagging AWS resources user guide). */
const tagsMax = 50;

/** AddTagsToResource for a parameter, a document or a machine outside EC2: adds or overwrites tags. */
export function addTagsToResource(resources: TaggedResources): Operation<AddTagsToResourceRequest, object> {
  return {
    authorize: (input) =>
      authorizeTagging(resources, 'AddTagsToResource', input, requestedTagConditions(input.Tags)),
    run(input) {
      const added = input.Tags ?? [];
      changeTags(resources, input, (tags) => {
        const keys = new Set([...tags.keys(), ...added.map(({ Key: key }) => key)]);
        if (keys.size > tagsMax)
          throw new ServiceError('TooManyTagsError', `A resource can have at most ${tagsMax} tags`);
        for (const { Key: key = '', Value: value = '' } of added) tags.set(key, value);
      });
      return {};
    },
  };
}
