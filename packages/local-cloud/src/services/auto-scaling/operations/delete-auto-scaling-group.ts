import type { DeleteAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';

/** DeleteAutoScalingGroup: refused while there are instances, unless by force. It is gone at once. */
export function deleteAutoScalingGroup(
  world: AutoScalingWorld,
): Operation<DeleteAutoScalingGroupType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'DeleteAutoScalingGroup', name),
    run({ AutoScalingGroupName: name = '', ForceDelete: isForced = false }) {
      const group = groups.get(name);
      if (group.members.size > 0 && !isForced)
        throw new ServiceError(
          'ResourceInUse',
          'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
        );
      activities.dissolve(group);
      groups.remove(group);
      return {};
    },
  };
}
