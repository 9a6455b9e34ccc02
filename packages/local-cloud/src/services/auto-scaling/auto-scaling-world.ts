import type { Host } from '../../core/host.ts';
import type { Authorization } from '../../core/service.ts';
import type { VpcNetwork } from '../ec2/vpc-network.ts';
import type { LaunchTemplates } from './launch-templates.ts';
import type { ScalingActivities } from './scaling-activities.ts';
import type { ScalingGroups } from './scaling-groups.ts';

/** The dependencies of the operations of Auto Scaling. */
export interface AutoScalingWorld {
  readonly host: Host;
  readonly groups: ScalingGroups;
  readonly templates: LaunchTemplates;
  readonly activities: ScalingActivities;
  readonly network: VpcNetwork;
}

/** The ARN of a group: it has an id of its own before the name. */
export function groupArn({ partition, region, accountId }: Host, id: string, name: string): string {
  return `arn:${partition}:autoscaling:${region}:${accountId}:autoScalingGroup:${id}:autoScalingGroupName/${name}`;
}

/** What IAM is asked about an action on a group. `*` stands for the id of a group that is not there. */
export function onGroup(
  { host, groups }: AutoScalingWorld,
  operation: string,
  name: string | undefined,
): Authorization[] {
  const resource = groups.find(name ?? '')?.arn ?? groupArn(host, '*', name ?? '');
  return [{ action: `autoscaling:${operation}`, resource }];
}

/** What IAM is asked about an action that takes no resource. */
export function onAll(operation: string): Authorization[] {
  return [{ action: `autoscaling:${operation}`, resource: '*' }];
}
