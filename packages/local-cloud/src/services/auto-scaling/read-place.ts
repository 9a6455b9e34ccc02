import type { CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';
import { NotEmulatedError } from '../../core/service.ts';
import type { VpcNetwork } from '../ec2/vpc-network.ts';
import { validationError } from './auto-scaling-errors.ts';
import type { ScalingGroup } from './scaling-group.ts';

/** Where a group launches: one zone, or one subnet. */
export function readGroupPlace(
  { AvailabilityZones: zones = [], VPCZoneIdentifier: subnets }: CreateAutoScalingGroupType,
  network: VpcNetwork,
  region: string,
): ScalingGroup['place'] {
  const subnetIds = subnets?.split(',').map((id) => id.trim()) ?? [];
  const [zone] = zones;
  const [subnetId] = subnetIds;
  if (zone === undefined && subnetId === undefined)
    throw validationError('At least one Availability Zone or VPC Subnet is required.');
  if (zones.length > 1 || subnetIds.length > 1)
    throw new NotEmulatedError('Auto Scaling groups with several AvailabilityZones or VPCZoneIdentifier');
  const foreign = zones.find((each) => !each.startsWith(region));
  if (foreign !== undefined) throw validationError(`Invalid availability zones: [${foreign}]`);
  if (subnetId === undefined) return { availabilityZone: zone ?? '' };
  const subnet = network.subnets.get(subnetId);
  if (subnet === undefined) throw validationError(`The subnet ID '${subnetId}' does not exist`);
  const { vpcId, availabilityZone } = subnet;
  if (zone !== undefined && zone !== availabilityZone)
    throw validationError(
      'The availability zones of the specified subnets and the Auto Scaling group do not match',
    );
  return { subnetId, vpcId, availabilityZone };
}
