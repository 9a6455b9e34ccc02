import type { CreateTagsRequest } from '@aws-sdk/client-ec2';
import { requestedTagConditions } from '../../../core/iam/tag-conditions.ts';
import type { Operation } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { checkCount, readTags } from '../request-tags.ts';
import { taggable } from '../taggable.ts';

/** CreateTags on instances: adds or overwrites tags. Other resources are not emulated. */
export function createTags(world: Ec2World): Operation<CreateTagsRequest, object> {
  return {
    authorize: ({ Resources: ids, Tags: tags }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:CreateTags', ids, nowMs }).map((each) => ({
        ...each,
        conditions: { ...each.conditions, ...requestedTagConditions(tags) },
      })),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      const added = readTags(input.Tags);
      for (const instance of taggable(world.fleet, input.Resources)) {
        world.fleet.changeTags(instance, checkCount({ ...instance.tags(nowMs), ...added }));
      }
      return {};
    },
  };
}
