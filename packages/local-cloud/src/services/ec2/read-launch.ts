import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import {
  type InstanceSpec,
  type Registration,
  succeedingScript,
  type Tags,
} from '../../agent/instance-spec.ts';
import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import { resolveImage } from './images.ts';
import { checkInstanceType } from './instance-types.ts';
import type { LaunchDefaults } from './launch-defaults.ts';
import type { VpcNetwork } from './vpc-network.ts';

/** Reads the spec of a RunInstances request, without its placement. */
export function readSpec(
  input: RunInstancesRequest,
  tags: Tags,
  host: Host,
  defaults: LaunchDefaults,
): InstanceSpec {
  const instanceType = input.InstanceType ?? 'm1.small';
  checkInstanceType(instanceType);
  const image = resolveImage(input.ImageId, instanceType);
  const profileArn = readProfileArn(input, host);
  return {
    platform: image.platform,
    architecture: image.architecture,
    imageId: image.imageId,
    instanceType,
    availabilityZone: input.Placement?.AvailabilityZone ?? `${host.region}a`,
    vpcId: defaults.vpcId,
    subnetId: defaults.subnetId,
    tags,
    agentVersion: defaults.agentVersion,
    registration: readRegistration(image.platform.isAgentPreinstalled, input, profileArn, defaults),
    script: succeedingScript,
    ...(profileArn === undefined ? {} : { instanceProfileArn: profileArn }),
    ...(input.KeyName === undefined ? {} : { keyName: input.KeyName }),
    ...(input.MetadataOptions === undefined ? {} : { metadata: readMetadata(input.MetadataOptions) }),
  };
}

/** The placement of the instances: a declared subnet, or the default one. */
export function readPlacement(
  { SubnetId: subnetId, SecurityGroupIds: securityGroupIds }: RunInstancesRequest,
  network: VpcNetwork,
  defaults: LaunchDefaults,
): Partial<InstanceSpec> {
  const isDefault = subnetId === undefined || subnetId === defaults.subnetId;
  const subnet = isDefault ? undefined : network.subnets.get(subnetId);
  if (!isDefault && subnet === undefined) {
    throw new ServiceError('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
  }
  const unknown = securityGroupIds?.find((id) => !network.securityGroups.has(id));
  if (unknown !== undefined) {
    throw new ServiceError('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
  }
  const { vpcId, availabilityZone } = subnet ?? {};
  return {
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(vpcId === undefined ? {} : { vpcId }),
    ...(availabilityZone === undefined ? {} : { availabilityZone }),
    ...(securityGroupIds === undefined ? {} : { securityGroupIds }),
  };
}

/** The ARN of the instance profile in a request, which names it by ARN or by name. */
export function readProfileArn(input: RunInstancesRequest, host: Host): string | undefined {
  const { Arn: arn, Name: name } = input.IamInstanceProfile ?? {};
  if (arn !== undefined) return arn;
  return name === undefined
    ? undefined
    : `arn:${host.partition}:iam::${host.accountId}:instance-profile/${name}`;
}

function readMetadata({
  HttpEndpoint: endpoint,
  HttpTokens: tokens,
}: NonNullable<RunInstancesRequest['MetadataOptions']>): NonNullable<InstanceSpec['metadata']> {
  return {
    httpEndpoint: endpoint === 'disabled' ? 'disabled' : 'enabled',
    httpTokens: tokens === 'optional' ? 'optional' : 'required',
  };
}

function readRegistration(
  isAgentPreinstalled: boolean,
  { MetadataOptions: metadata }: RunInstancesRequest,
  profileArn: string | undefined,
  defaults: LaunchDefaults,
): Registration {
  if (!isAgentPreinstalled) return { kind: 'never', cause: 'no-agent' };
  if (metadata?.HttpEndpoint === 'disabled') return { kind: 'never', cause: 'no-metadata' };
  if (profileArn === undefined && !defaults.hasDefaultHostManagement)
    return { kind: 'never', cause: 'no-instance-profile' };
  return defaults.registration;
}
