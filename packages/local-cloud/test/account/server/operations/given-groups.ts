import { spec } from '../../../services/ec2/pretend-world.ts';
import type { World } from './world.ts';

const templateId = 'lt-0000000000000000a';
/** The transition of launch hooks. */
export const launching = 'autoscaling:EC2_INSTANCE_LAUNCHING';
/** The name of every hook. */
export const hook = 'gate';

const operationsOf = ({ cloud }: World) => cloud.autoScaling.operations;
const context = ({ cloud }: World) => cloud.administrator();

/** A launch template that is declared. */
export function templateIn({ cloud }: World) {
  cloud.autoScaling.templates.declare({ id: templateId, name: 'node', spec: spec() });
  return { LaunchTemplateId: templateId, Version: '$Latest' };
}

/** A name that no group has yet. */
export const freeGroup = ({ cloud }: World) =>
  `group-${cloud.autoScaling.groups.all.length}-${cloud.timeline.nowMs}`;

/** A group that was made for this request, and its hook. */
export function groupIn(world: World, DesiredCapacity = 0) {
  const AutoScalingGroupName = freeGroup(world);
  operationsOf(world).CreateAutoScalingGroup.run(
    {
      ...{ AutoScalingGroupName, LaunchTemplate: templateIn(world), AvailabilityZones: ['eu-west-1a'] },
      ...{ MinSize: 0, MaxSize: 2, DesiredCapacity },
    },
    context(world),
  );
  const named = { AutoScalingGroupName, LifecycleHookName: hook };
  const given = { ...named, LifecycleTransition: launching, NotificationMetadata: 'x' };
  operationsOf(world).PutLifecycleHook.run(given, context(world));
  return { AutoScalingGroupName };
}

/** An instance that waits for the hook of its group. */
export async function waitingIn(world: World) {
  const { AutoScalingGroupName } = groupIn(world, 1);
  const [InstanceId = ''] = world.cloud.autoScaling.groups.get(AutoScalingGroupName).members.keys();
  await world.pass(40);
  return { AutoScalingGroupName, LifecycleHookName: hook, InstanceId };
}
