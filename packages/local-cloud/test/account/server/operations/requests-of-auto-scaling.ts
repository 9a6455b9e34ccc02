import { freeGroup, groupIn, hook, launching, templateIn, waitingIn } from './given-groups.ts';
import type { ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const LifecycleHookName = hook;
const none = { AutoScalingGroupName: 'none' };
const noHook = { ...none, LifecycleHookName };
const token = '0'.repeat(36);
const AvailabilityZones = ['eu-west-1a'];
const sizes = { MinSize: 0, MaxSize: 2 };
const created = (world: World) => ({
  ...{ AutoScalingGroupName: freeGroup(world), LaunchTemplate: templateIn(world), ...sizes },
});

/** The requests to Auto Scaling. */
export const requestsOfAutoScaling: ServiceRequests = {
  absent: ['ResourceContention', 'ServiceLinkedRoleFailure'],
  common: ['ValidationError'],
  operations: {
    CompleteLifecycleAction: {
      answers: [
        async (world) => ({ ...(await waitingIn(world)), LifecycleActionResult: 'CONTINUE' }),
        async (world) => ({ ...(await waitingIn(world)), LifecycleActionResult: 'ABANDON' }),
      ],
      refusals: {
        ValidationError: (world) => ({
          ...{ ...groupIn(world), LifecycleHookName, LifecycleActionToken: token },
          LifecycleActionResult: 'CONTINUE',
        }),
      },
    },
    CreateAutoScalingGroup: {
      answers: [
        (world) => ({ ...created(world), AvailabilityZones, DesiredCapacity: 1 }),
        (world) => ({ ...created(world), VPCZoneIdentifier: world.subnetId }),
        (world) => ({
          ...{ ...created(world), AvailabilityZones },
          LaunchTemplate: { LaunchTemplateName: 'node' },
        }),
      ],
      refusals: {
        AlreadyExists: (world) => ({ ...created(world), ...groupIn(world), AvailabilityZones }),
        ValidationError: created,
      },
      never: { LimitExceeded: 'an account takes 500 groups, which is its quota and can be raised' },
    },
    DeleteAutoScalingGroup: {
      answers: [groupIn, (world) => ({ ...groupIn(world, 1), ForceDelete: true })],
      refusals: { ResourceInUse: (world) => groupIn(world, 1), ValidationError: none },
      never: { ScalingActivityInProgress: 'what scales has instances, and that is refused before' },
    },
    DeleteLifecycleHook: {
      answers: [(world) => ({ ...groupIn(world), LifecycleHookName })],
      refusals: { ValidationError: noHook },
    },
    DescribeAutoScalingGroups: {
      answers: [
        (world) => ({
          AutoScalingGroupNames: [groupIn(world, 1).AutoScalingGroupName],
          ...{ MaxRecords: 10, IncludeInstances: true },
        }),
        {},
      ],
      refusals: { InvalidNextToken: { NextToken: 'x' }, ValidationError: { MaxRecords: 101 } },
    },
    DescribeLifecycleHooks: {
      answers: [(world) => ({ ...groupIn(world), LifecycleHookNames: [hook] }), groupIn],
      refusals: { ValidationError: none },
    },
    DescribeWarmPool: {
      answers: [
        (world) => {
          const group = groupIn(world);
          const input = { ...group, MaxGroupPreparedCapacity: 1 };
          world.cloud.autoScaling.operations.PutWarmPool.run(input, world.cloud.administrator());
          return { ...group, MaxRecords: 10 };
        },
      ],
      refusals: {
        InvalidNextToken: (world) => ({ ...groupIn(world), NextToken: 'x' }),
        ValidationError: none,
      },
      never: { LimitExceeded: 'it makes nothing' },
    },
    PutLifecycleHook: {
      answers: [
        (world) => ({
          ...{ ...groupIn(world), LifecycleHookName: 'other', LifecycleTransition: launching },
          ...{ NotificationMetadata: 'x', HeartbeatTimeout: 30, DefaultResult: 'CONTINUE' },
        }),
      ],
      refusals: {
        ValidationError: { ...noHook, LifecycleTransition: launching },
        LimitExceeded: fullGroup,
      },
    },
    PutWarmPool: {
      answers: [
        (world) => ({
          ...{ ...groupIn(world), MaxGroupPreparedCapacity: 1, MinSize: 0, PoolState: 'Running' },
        }),
      ],
      refusals: { ValidationError: none },
      never: { LimitExceeded: 'a group has one warm pool', InstanceRefreshInProgress: 'there is none' },
    },
    RecordLifecycleActionHeartbeat: {
      answers: [waitingIn],
      refusals: {
        ValidationError: (world) => ({
          ...{ ...groupIn(world), LifecycleHookName, LifecycleActionToken: token },
        }),
      },
    },
    SetDesiredCapacity: {
      answers: [(world) => ({ ...groupIn(world), DesiredCapacity: 1 })],
      refusals: { ValidationError: (world) => ({ ...groupIn(world), DesiredCapacity: 3 }) },
      never: { ScalingActivityInProgress: 'cooldowns are not emulated' },
    },
  },
};

/** A new hook for a group that has 50. */
function fullGroup(world: World) {
  const group = groupIn(world);
  const { PutLifecycleHook } = world.cloud.autoScaling.operations;
  const hookAt = (index: number) => ({
    ...{ ...group, LifecycleHookName: `hook-${index}`, LifecycleTransition: launching },
  });
  for (let index = 1; index < 50; index++) PutLifecycleHook.run(hookAt(index), world.cloud.administrator());
  return hookAt(50);
}
