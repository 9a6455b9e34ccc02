import type { RecordLifecycleActionHeartbeatType } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../core/service.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';
import { readActionKey } from '../lifecycle/read-action-key.ts';

/** RecordLifecycleActionHeartbeat: the instance may wait for another time-out of the hook. */
export function recordLifecycleActionHeartbeat(
  world: AutoScalingWorld,
): Operation<RecordLifecycleActionHeartbeatType, object> {
  const { groups, activities } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'RecordLifecycleActionHeartbeat', name),
    run(input) {
      const key = readActionKey(input);
      const { actions } = activities;
      actions.heartbeat(actions.get(groups.get(input.AutoScalingGroupName ?? ''), key));
      return {};
    },
  };
}
