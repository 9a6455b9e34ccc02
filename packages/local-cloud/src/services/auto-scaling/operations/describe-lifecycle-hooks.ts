import type { DescribeLifecycleHooksAnswer, DescribeLifecycleHooksType } from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../core/service.ts';
import { type AutoScalingWorld, onAll } from '../auto-scaling-world.ts';
import { globalTimeoutSeconds, launching } from '../lifecycle/lifecycle-hook.ts';

/** DescribeLifecycleHooks: names that nothing has are left out. */
export function describeLifecycleHooks({
  groups,
}: AutoScalingWorld): Operation<DescribeLifecycleHooksType, DescribeLifecycleHooksAnswer> {
  return {
    authorize: () => onAll('DescribeLifecycleHooks'),
    run({ AutoScalingGroupName: name = '', LifecycleHookNames: names = [] }) {
      const hooks = [...groups.get(name).hooks.values()];
      return {
        LifecycleHooks: hooks
          .filter((hook) => names.length === 0 || names.includes(hook.name))
          .map((hook) => ({
            ...{ LifecycleHookName: hook.name, AutoScalingGroupName: hook.groupName },
            ...{ LifecycleTransition: launching, HeartbeatTimeout: hook.heartbeatSeconds },
            ...{ GlobalTimeout: globalTimeoutSeconds(hook), DefaultResult: hook.defaultResult },
            ...(hook.metadata === undefined ? {} : { NotificationMetadata: hook.metadata }),
          })),
      };
    },
  };
}
