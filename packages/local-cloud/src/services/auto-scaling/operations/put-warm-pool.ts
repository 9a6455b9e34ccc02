import type { PutWarmPoolType } from '@aws-sdk/client-auto-scaling';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { validationError } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';
import { ofPool, poolSize } from '../scaling-group.ts';

/** PutWarmPool: a pool of stopped or running instances, which is filled at once. */
export function putWarmPool(world: AutoScalingWorld): Operation<PutWarmPoolType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'PutWarmPool', name),
    run(input) {
      refuseMembers('PutWarmPool', input, ['InstanceReusePolicy']);
      const group = groups.get(input.AutoScalingGroupName ?? '');
      const {
        MinSize: minSize = 0,
        MaxGroupPreparedCapacity: prepared,
        PoolState: state = 'Stopped',
      } = input;
      if (state === 'Hibernated') throw new NotEmulatedError('warm pools with the PoolState Hibernated');
      // The model allows -1, which takes an earlier figure back.
      const preparedMax = prepared === -1 ? undefined : prepared;
      if (preparedMax !== undefined && preparedMax < group.minSize)
        throw validationError(
          'MaxGroupPreparedCapacity must be greater than or equal to the MinSize of the Auto Scaling group.',
        );
      if (group.warmPool !== undefined && group.warmPool.state !== state)
        throw new NotEmulatedError('a warm pool whose PoolState changes');
      const warmPool = { minSize, preparedMax, state };
      if (poolSize({ ...group, warmPool }) < ofPool(group).length)
        throw new NotEmulatedError('a warm pool that shrinks');
      group.warmPool = warmPool;
      activities.balance(group);
      return {};
    },
  };
}
