import type { CompleteLifecycleActionType } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../core/service.ts';
import { oneOfValues } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';
import { lifecycleResults } from '../lifecycle/lifecycle-hook.ts';
import { readActionKey } from '../lifecycle/read-action-key.ts';

/** CompleteLifecycleAction: the instance goes on, or is terminated and replaced. */
export function completeLifecycleAction(
  world: AutoScalingWorld,
): Operation<CompleteLifecycleActionType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'CompleteLifecycleAction', name),
    run(input) {
      const { AutoScalingGroupName: name = '', LifecycleActionResult: given = '' } = input;
      const key = readActionKey(input);
      const result = oneOfValues(given, 'LifecycleActionResult', lifecycleResults);
      activities.actions.complete(activities.actions.get(groups.get(name), key), result);
      return {};
    },
  };
}
