import type { Reservation as ReservationShape, RunInstancesRequest } from '@aws-sdk/client-ec2';
import { type InstanceSpec, type Registration, succeedingScript } from '../../agent/instance-spec.ts';
import type { Host } from '../../core/host.ts';
import { type Authorization, NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { refuseDryRun } from './describe-instances.ts';
import { readTags } from './ec2-tags.ts';
import { resolveImage } from './images.ts';
import type { Fleet } from './instance-fleet.ts';
import { tagConditions } from './instance-operations.ts';
import { type RenderedInstance, renderInstance } from './render-instance.ts';
import type { VpcNetwork } from './vpc-network.ts';

/** What launches from outside get when the call does not say. */
export interface LaunchDefaults {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The agent's version on launched instances. */
  readonly agentVersion: string;
  /**
   * Whether the account has Default Host Management, so that an instance without a profile registers all the same.
   * An account begins without it.
   */
  readonly hasDefaultHostManagement: boolean;
  /** When the agent of an image that has one registers. */
  readonly registration: Registration;
}

/**
 * Members of the request that the local cloud takes; any other is refused rather than ignored. A key and security
 * groups are taken; nobody logs in and no packet flows, so that only Describe calls show them.
 */
const TAKEN = [
  'ImageId',
  'InstanceType',
  'MinCount',
  'MaxCount',
  'TagSpecifications',
  'IamInstanceProfile',
  'SubnetId',
  'Placement',
  'DryRun',
  'ClientToken',
  'KeyName',
  'SecurityGroupIds',
];
/** Instances in one call, at most. EC2 bounds it by the account's quota of processors; this is assumed. */
const COUNT_MAX = 1000;

/** RunInstances: what the image holds decides the platform, and whether there is a profile decides the registration. */
export function runInstances(
  { fleet, network, host }: { fleet: Fleet; network: VpcNetwork; host: Host },
  defaults: LaunchDefaults,
): Operation<RunInstancesRequest, Omit<ReservationShape, 'Instances'> & { Instances: RenderedInstance[] }> {
  const byClientToken = new Map<string, ReturnType<Fleet['launch']>>();
  return {
    authorize: (input) => authorizeRun(input, host, defaults),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      refuseOthers(input);
      const count = readCount(input);
      const spec = { ...readSpec(input, host, defaults), ...readPlacement(input, network, defaults) };
      const token = input.ClientToken;
      const launched =
        (token === undefined ? undefined : byClientToken.get(token)) ??
        fleet.launch(Array.from({ length: count }, () => spec));
      if (token !== undefined) byClientToken.set(token, launched);
      return {
        ReservationId: launched[0]?.reservation.reservationId ?? '',
        OwnerId: host.accountId,
        Groups: [],
        Instances: launched.map((instance) =>
          renderInstance(instance, { nowMs, network, region: host.region }),
        ),
      };
    },
  };
}

function authorizeRun(input: RunInstancesRequest, host: Host, defaults: LaunchDefaults): Authorization[] {
  const { partition, region, accountId } = host;
  const own = (resource: string) => `arn:${partition}:ec2:${region}:${accountId}:${resource}`;
  const tags = Object.fromEntries(
    (input.TagSpecifications ?? []).flatMap((s) => (s.Tags ?? []).map((t) => [t.Key ?? '', t.Value ?? ''])),
  );
  const conditions = { 'ec2:Region': region, ...tagConditions(tags, ['aws:RequestTag']) };
  const resources = [
    own('instance/*'),
    own('network-interface/*'),
    own('volume/*'),
    own(`subnet/${input.SubnetId ?? defaults.subnetId}`),
    ...(input.SecurityGroupIds ?? []).map((id) => own(`security-group/${id}`)),
    `arn:${partition}:ec2:${region}::image/${input.ImageId ?? ''}`,
  ].map((resource) => ({ action: 'ec2:RunInstances', resource, conditions }));
  const profileArn = readProfileArn(input, host);
  return [
    ...resources,
    ...(Object.keys(tags).length > 0
      ? [{ action: 'ec2:CreateTags', resource: own('instance/*'), conditions }]
      : []),
    ...(profileArn === undefined ? [] : [passRole(profileArn)]),
  ];
}

/** The role of a profile has the profile's name here: profiles are not emulated apart from their roles. */
function passRole(profileArn: string): Authorization {
  return {
    action: 'iam:PassRole',
    resource: profileArn.replace(':instance-profile/', ':role/'),
    conditions: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  };
}

function refuseOthers(input: RunInstancesRequest): void {
  const other = Object.entries(input).find(([key, value]) => value !== undefined && !TAKEN.includes(key));
  if (other !== undefined)
    throw new NotEmulatedError(`RunInstances with ${other[0]} (it takes ${TAKEN.join(', ')})`);
}

function readCount({ MinCount: min, MaxCount: max }: RunInstancesRequest): number {
  if (min === undefined || max === undefined)
    throw new ServiceError(
      'MissingParameter',
      'The request must contain the parameters MinCount and MaxCount',
    );
  if (min < 1 || max < min)
    throw new ServiceError(
      'InvalidParameterValue',
      `MinCount ${min} and MaxCount ${max}: allowed is 1 <= MinCount <= MaxCount`,
    );
  if (min > COUNT_MAX)
    throw new ServiceError(
      'InstanceLimitExceeded',
      `You have requested more instances (${min}) than your current instance limit of ${COUNT_MAX} allows`,
    );
  return Math.min(max, COUNT_MAX);
}

function readSpec(input: RunInstancesRequest, host: Host, defaults: LaunchDefaults): InstanceSpec {
  const instanceType = input.InstanceType ?? 'm1.small';
  const image = resolveImage(input.ImageId, instanceType);
  const profileArn = readProfileArn(input, host);
  const instanceTags = (input.TagSpecifications ?? []).filter((s) => s.ResourceType === 'instance');
  return {
    platform: image.platform,
    architecture: image.architecture,
    imageId: image.imageId,
    instanceType,
    availabilityZone: input.Placement?.AvailabilityZone ?? `${host.region}a`,
    vpcId: defaults.vpcId,
    subnetId: defaults.subnetId,
    tags: instanceTags.length === 0 ? {} : readTags(instanceTags.flatMap((s) => s.Tags ?? [])),
    agentVersion: defaults.agentVersion,
    registration: readRegistration(image.platform.isAgentPreinstalled, profileArn, defaults),
    script: succeedingScript,
    ...(profileArn === undefined ? {} : { instanceProfileArn: profileArn }),
  };
}

/** Where the instances go: a subnet that a fleet has declared, or the one of the defaults. */
function readPlacement(
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

function readProfileArn(input: RunInstancesRequest, host: Host): string | undefined {
  const { Arn: arn, Name: name } = input.IamInstanceProfile ?? {};
  if (arn !== undefined) return arn;
  return name === undefined
    ? undefined
    : `arn:${host.partition}:iam::${host.accountId}:instance-profile/${name}`;
}

function readRegistration(
  isAgentPreinstalled: boolean,
  profileArn: string | undefined,
  defaults: LaunchDefaults,
): Registration {
  if (!isAgentPreinstalled) return { kind: 'never', cause: 'no-agent' };
  if (profileArn === undefined && !defaults.hasDefaultHostManagement)
    return { kind: 'never', cause: 'no-instance-profile' };
  return defaults.registration;
}
