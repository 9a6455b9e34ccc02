import type { SetDesiredCapacityType } from '@aws-sdk/client-auto-scaling';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { validationError } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';
import { ofGroup } from '../scaling-group.ts';

/** SetDesiredCapacity: scales out. Which instances a scale-in would end is not emulated. */
export function setDesiredCapacity(world: AutoScalingWorld): Operation<SetDesiredCapacityType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'SetDesiredCapacity', name),
    run(input) {
      refuseMembers('SetDesiredCapacity', input, ['HonorCooldown']);
      const { AutoScalingGroupName: name = '', DesiredCapacity: desired = 0 } = input;
      const group = groups.get(name);
      const { minSize, maxSize } = group;
      if (desired > maxSize)
        throw validationError(
          `New SetDesiredCapacity value ${desired} is above max value ${maxSize} for the AutoScalingGroup.`,
        );
      if (desired < minSize)
        throw validationError(
          `New SetDesiredCapacity value ${desired} is below min value ${minSize} for the AutoScalingGroup.`,
        );
      if (desired < ofGroup(group).length) throw new NotEmulatedError('an Auto Scaling group that scales in');
      group.desired = desired;
      activities.balance(group);
      return {};
    },
  };
}
