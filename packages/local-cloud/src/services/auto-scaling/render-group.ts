import type {
  AutoScalingGroup,
  Instance as InstanceShape,
  LaunchTemplateSpecification,
  WarmPoolConfiguration,
} from '@aws-sdk/client-auto-scaling';
import type { PageRequest, PageRules } from '../../core/page.ts';
import { validationError } from './auto-scaling-errors.ts';
import type { LaunchTemplate } from './launch-templates.ts';
import { isWarmed, type Member, type ScalingGroup, type WarmPool } from './scaling-group.ts';

/** The records of a page, when the request does not say (API reference). */
const pageSize = 50;
const pageSizeMax = 100;

/** The page that a request asks for. */
export function pageOf(
  {
    MaxRecords,
    NextToken,
  }: { readonly MaxRecords?: number | undefined; readonly NextToken?: string | undefined },
  request: unknown,
): [PageRequest, PageRules] {
  if (MaxRecords !== undefined && (MaxRecords < 1 || MaxRecords > pageSizeMax))
    throw validationError(`MaxRecords: received ${MaxRecords}; allowed: 1 to ${pageSizeMax}`);
  return [
    { MaxResults: MaxRecords, NextToken },
    { size: pageSize, request },
  ];
}

/** A group as DescribeAutoScalingGroups shows it. Instances of the warm pool are not in it. */
export function renderGroup(
  group: ScalingGroup,
  template: LaunchTemplate,
  hasInstances: boolean,
): AutoScalingGroup {
  const { name, arn, minSize, maxSize, desired, warmPool, place, members } = group;
  const inGroup = [...members.values()].filter(({ state }) => !isWarmed(state));
  return {
    ...{ AutoScalingGroupName: name, AutoScalingGroupARN: arn, LaunchTemplate: renderTemplate(template) },
    ...{ MinSize: minSize, MaxSize: maxSize, DesiredCapacity: desired, DefaultCooldown: 300 },
    ...{ AvailabilityZones: [place.availabilityZone], HealthCheckType: 'EC2', HealthCheckGracePeriod: 0 },
    ...(place.subnetId === undefined ? {} : { VPCZoneIdentifier: place.subnetId }),
    ...{ CreatedTime: new Date(group.createdMs), TerminationPolicies: ['Default'] },
    Instances: hasInstances ? inGroup.map((member) => renderMember(member, template)) : [],
    NewInstancesProtectedFromScaleIn: false,
    ...(warmPool === undefined
      ? {}
      : { WarmPoolConfiguration: renderPool(warmPool), WarmPoolSize: members.size - inGroup.length }),
  };
}

/** An instance of a group or of its warm pool. */
export function renderMember({ instance, state }: Member, template: LaunchTemplate): InstanceShape {
  const { availabilityZone, instanceType } = instance.spec;
  return {
    ...{ InstanceId: instance.id, InstanceType: instanceType, AvailabilityZone: availabilityZone },
    ...{ LifecycleState: state, HealthStatus: 'Healthy', ProtectedFromScaleIn: false },
    LaunchTemplate: renderTemplate(template),
  };
}

/** A warm pool. */
export function renderPool({ minSize, preparedMax, state }: WarmPool): WarmPoolConfiguration {
  return {
    ...{ MinSize: minSize, PoolState: state },
    ...(preparedMax === undefined ? {} : { MaxGroupPreparedCapacity: preparedMax }),
  };
}

function renderTemplate({ id, name }: LaunchTemplate): LaunchTemplateSpecification {
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: '1' };
}
