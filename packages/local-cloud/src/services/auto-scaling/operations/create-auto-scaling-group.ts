import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { validationError } from '../auto-scaling-errors.ts';
import { type AutoScalingWorld, groupArn, onGroup } from '../auto-scaling-world.ts';
import { readGroupPlace } from '../read-place.ts';

/** The members that nothing here reads. */
const others = [
  ...[
    'LaunchConfigurationName',
    'MixedInstancesPolicy',
    'InstanceId',
    'DefaultCooldown',
    'AvailabilityZoneIds',
  ],
  ...['LoadBalancerNames', 'TargetGroupARNs', 'HealthCheckType', 'HealthCheckGracePeriod', 'PlacementGroup'],
  ...['TerminationPolicies', 'NewInstancesProtectedFromScaleIn', 'CapacityRebalance', 'DeletionProtection'],
  ...['LifecycleHookSpecificationList', 'Tags', 'ServiceLinkedRoleARN', 'MaxInstanceLifetime', 'Context'],
  ...['DesiredCapacityType', 'DefaultInstanceWarmup', 'TrafficSources', 'InstanceMaintenancePolicy'],
  ...['AvailabilityZoneDistribution', 'AvailabilityZoneImpairmentPolicy', 'SkipZonalShiftValidation'],
  ...['CapacityReservationSpecification', 'InstanceLifecyclePolicy', 'Operator'],
] as const satisfies (keyof CreateAutoScalingGroupType)[];

/** CreateAutoScalingGroup: a group of one zone or subnet, with a launch template that is declared. It scales at once. */
export function createAutoScalingGroup(
  world: AutoScalingWorld,
): Operation<CreateAutoScalingGroupType, object> {
  const { host, groups, templates, activities, network } = world;
  return {
    authorize: ({ AutoScalingGroupName: name }) => onGroup(world, 'CreateAutoScalingGroup', name),
    run(input) {
      refuseMembers('CreateAutoScalingGroup', input, others);
      const { AutoScalingGroupName: name = '', LaunchTemplate: template } = input;
      if (groups.find(name) !== undefined)
        throw new ServiceError(
          'AlreadyExists',
          `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
        );
      if (template === undefined)
        throw validationError(
          'Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
        );
      const { id: templateId } = templates.select(template);
      const group = {
        ...{ name, templateId, ...readSizes(input), arn: groupArn(host, newId(world), name) },
        place: readGroupPlace(input, network, host.region),
        ...{ createdMs: host.timeline.nowMs, warmPool: undefined, isDeleted: false },
        ...{ hooks: new Map(), members: new Map() },
      };
      groups.add(group);
      activities.balance(group);
      return {};
    },
  };
}

function newId({ host }: AutoScalingWorld): string {
  return host.random('auto-scaling/groups').uuid();
}

function readSizes({
  MinSize: minSize = 0,
  MaxSize: maxSize = 0,
  DesiredCapacity,
}: CreateAutoScalingGroupType) {
  const desired = DesiredCapacity ?? minSize;
  if (minSize < 0 || maxSize < 0) throw validationError('Min and max bounds must be non-negative');
  if (minSize > maxSize)
    throw validationError(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`);
  if (desired < minSize || desired > maxSize)
    throw validationError(
      `Desired capacity:${desired} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
  return { minSize, maxSize, desired };
}
