import type { AutoScalingWorld } from './auto-scaling-world.ts';
import { completeLifecycleAction } from './operations/complete-lifecycle-action.ts';
import { createAutoScalingGroup } from './operations/create-auto-scaling-group.ts';
import { deleteAutoScalingGroup } from './operations/delete-auto-scaling-group.ts';
import { deleteLifecycleHook } from './operations/delete-lifecycle-hook.ts';
import { describeAutoScalingGroups } from './operations/describe-auto-scaling-groups.ts';
import { describeLifecycleHooks } from './operations/describe-lifecycle-hooks.ts';
import { describeWarmPool } from './operations/describe-warm-pool.ts';
import { putLifecycleHook } from './operations/put-lifecycle-hook.ts';
import { putWarmPool } from './operations/put-warm-pool.ts';
import { recordLifecycleActionHeartbeat } from './operations/record-lifecycle-action-heartbeat.ts';
import { setDesiredCapacity } from './operations/set-desired-capacity.ts';

/** The operations by API name, each in a file of its name. */
export function autoScalingOperations(world: AutoScalingWorld) {
  return {
    CompleteLifecycleAction: completeLifecycleAction(world),
    CreateAutoScalingGroup: createAutoScalingGroup(world),
    DeleteAutoScalingGroup: deleteAutoScalingGroup(world),
    DeleteLifecycleHook: deleteLifecycleHook(world),
    DescribeAutoScalingGroups: describeAutoScalingGroups(world),
    DescribeLifecycleHooks: describeLifecycleHooks(world),
    DescribeWarmPool: describeWarmPool(world),
    PutLifecycleHook: putLifecycleHook(world),
    PutWarmPool: putWarmPool(world),
    RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat(world),
    SetDesiredCapacity: setDesiredCapacity(world),
  };
}
