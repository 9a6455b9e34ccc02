import type { DeleteTagsRequest, Tag } from '@aws-sdk/client-ec2';
import { requestedTagConditions } from '../../../core/iam/tag-conditions.ts';
import type { Operation } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { taggable } from '../taggable.ts';

/**
 * DeleteTags on instances. A tag with a value is deleted only if the value is equal. Without Tags, all user tags are
 * deleted.
 */
export function deleteTags(world: Ec2World): Operation<DeleteTagsRequest, object> {
  return {
    authorize: ({ Resources: ids, Tags: tags }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:DeleteTags', ids, nowMs }).map((each) => ({
        ...each,
        conditions: { ...each.conditions, ...requestedTagConditions(tags) },
      })),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      for (const instance of taggable(world.fleet, input.Resources))
        world.fleet.changeTags(
          instance,
          Object.fromEntries(
            Object.entries(instance.tags(nowMs)).filter(([key, value]) => !isDeleted(input.Tags, key, value)),
          ),
        );
      return {};
    },
  };
}

function isDeleted(tags: readonly Tag[] | undefined, key: string, value: string): boolean {
  if (tags === undefined) return !key.startsWith('aws:');
  return tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
}
