import type { DeleteLifecycleHookType } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../core/service.ts';
import { validationError } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';

/** DeleteLifecycleHook: instances that wait for the hook are abandoned. */
export function deleteLifecycleHook(world: AutoScalingWorld): Operation<DeleteLifecycleHookType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'DeleteLifecycleHook', name),
    run({ AutoScalingGroupName: name = '', LifecycleHookName: hookName = '' }) {
      const group = groups.get(name);
      if (!group.hooks.delete(hookName)) throw validationError(`No Lifecycle Hook found: ${hookName}`);
      activities.actions.abandonAll(group, hookName);
      return {};
    },
  };
}
