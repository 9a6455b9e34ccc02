import type { ServiceEvent } from '../../../core/host.ts';
import type { LifecycleAction } from './lifecycle-action.ts';
import { launching } from './lifecycle-hook.ts';

/** The event of an instance that begins to wait (user guide, "launch lifecycle action" and "warm pool example events"). */
export function lifecycleEvent({ token, group, member, hook }: LifecycleAction): ServiceEvent {
  return {
    source: 'aws.autoscaling',
    detailType: 'EC2 Instance-launch Lifecycle Action',
    resources: [group.arn],
    detail: {
      LifecycleActionToken: token,
      AutoScalingGroupName: group.name,
      LifecycleHookName: hook.name,
      EC2InstanceId: member.instance.id,
      LifecycleTransition: launching,
      ...(hook.metadata === undefined ? {} : { NotificationMetadata: hook.metadata }),
      Origin: member.origin,
      Destination: member.destination,
    },
  };
}
