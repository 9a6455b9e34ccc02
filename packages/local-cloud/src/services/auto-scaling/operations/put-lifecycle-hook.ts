import type { PutLifecycleHookType } from '@aws-sdk/client-auto-scaling';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { oneOfValues, validationError } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, onGroup } from '../auto-scaling-world.ts';
import { type LifecycleHook, launching, lifecycleResults } from '../lifecycle/lifecycle-hook.ts';
import type { ScalingGroup } from '../scaling-group.ts';

const heartbeatSecondsDefault = 3600;
/** The most hooks of one group (quotas). */
const hooksMax = 50;
const transitions = [launching, 'autoscaling:EC2_INSTANCE_TERMINATING'] as const;

/** PutLifecycleHook: a launch hook, new or changed. Instances that wait already keep what they were told. */
export function putLifecycleHook(world: AutoScalingWorld): Operation<PutLifecycleHookType, object> {
  const { groups } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'PutLifecycleHook', name),
    run(input) {
      refuseMembers('PutLifecycleHook', input, ['RoleARN', 'NotificationTargetARN']);
      const group = groups.get(input.AutoScalingGroupName ?? '');
      const hook = readHook(input, group);
      if (!group.hooks.has(hook.name) && group.hooks.size >= hooksMax)
        throw new ServiceError(
          'LimitExceeded',
          `You have already reached the maximum of ${hooksMax} lifecycle hooks for this Auto Scaling group.`,
        );
      group.hooks.set(hook.name, hook);
      return {};
    },
  };
}

function readHook(input: PutLifecycleHookType, group: ScalingGroup): LifecycleHook {
  const { LifecycleHookName: name = '', LifecycleTransition: transition } = input;
  const before = group.hooks.get(name);
  if (transition === undefined && before === undefined)
    throw validationError('Lifecycle transition is required for new lifecycle hooks');
  if (oneOfValues(transition ?? launching, 'LifecycleTransition', transitions) !== launching)
    throw new NotEmulatedError(`lifecycle hooks with the LifecycleTransition ${transition}`);
  const heartbeatSeconds = input.HeartbeatTimeout ?? before?.heartbeatSeconds ?? heartbeatSecondsDefault;
  if (heartbeatSeconds < 30 || heartbeatSeconds > 7200)
    throw validationError('Heartbeat timeout must be between 30 and 7200 seconds.');
  const result = input.DefaultResult ?? before?.defaultResult ?? 'ABANDON';
  return {
    ...{ name, groupName: group.name, heartbeatSeconds },
    defaultResult: oneOfValues(result, 'DefaultResult', lifecycleResults),
    metadata: input.NotificationMetadata ?? before?.metadata,
  };
}
