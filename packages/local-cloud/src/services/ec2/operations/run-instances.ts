import type { Reservation as ReservationShape, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Host } from '../../../core/host.ts';
import { tagConditions } from '../../../core/iam/tag-conditions.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Authorization, NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import type { Fleet } from '../instance-fleet.ts';
import type { LaunchDefaults } from '../launch-defaults.ts';
import { readLaunchDetails } from '../launch-details.ts';
import { readPlacement, readProfileArn, readSpec } from '../read-launch.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { type RenderedInstance, renderInstance } from '../render-instance.ts';

/**
 * The request members that the local cloud accepts. It refuses any other instead of ignoring it. A key name, security
 * groups, user data, volumes, monitoring, credits and a market are checked, and Describe calls show what they show of
 * them on AWS: nobody logs in, no packet flows, and no user data runs.
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
  'UserData',
  'MetadataOptions',
  'LaunchTemplate',
  'InstanceMarketOptions',
  'BlockDeviceMappings',
  'Monitoring',
  'EbsOptimized',
  'InstanceInitiatedShutdownBehavior',
  'CreditSpecification',
];
/** The most instances in one call. EC2's limit is the account's quota of processors; this figure is assumed. */
const COUNT_MAX = 1000;

/** RunInstances. The image decides the platform, and the instance profile decides the registration. */
export function runInstances(
  { fleet, network, host }: Ec2World,
  defaults: LaunchDefaults,
): Operation<RunInstancesRequest, Omit<ReservationShape, 'Instances'> & { Instances: RenderedInstance[] }> {
  const byClientToken = new Map<string, ReturnType<Fleet['launch']>>();
  return {
    authorize: (input) => authorizeRun(input, host, defaults),
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      refuseOthers(input);
      refuseOtherParts(input);
      const details = readLaunchDetails(input);
      const count = readCount(input);
      const spec = {
        ...readSpec(input, details.tags.instance, host, defaults),
        ...readPlacement(input, network, defaults),
      };
      const token = input.ClientToken;
      const launched =
        (token === undefined ? undefined : byClientToken.get(token)) ??
        fleet.launch(
          Array.from({ length: count }, () => spec),
          details,
        );
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
  const ofRequest = { 'ec2:Region': region };
  const resources = [
    own('network-interface/*'),
    own(`subnet/${input.SubnetId ?? defaults.subnetId}`),
    ...(input.SecurityGroupIds ?? []).map((id) => own(`security-group/${id}`)),
    `arn:${partition}:ec2:${region}::image/${input.ImageId ?? ''}`,
  ].map((resource) => ({ action: 'ec2:RunInstances', resource, conditions: ofRequest }));
  const profileArn = readProfileArn(input, host);
  return [
    ...['instance', 'volume'].map((type) => ({
      action: 'ec2:RunInstances',
      resource: own(`${type}/*`),
      conditions: { ...ofRequest, ...tagConditions(tagsOf(input, type), ['aws:RequestTag']) },
    })),
    ...resources,
    ...['instance', 'volume', 'spot-instances-request'].flatMap((type) => {
      const tags = tagsOf(input, type);
      if (Object.keys(tags).length === 0) return [];
      const conditions = { ...ofRequest, ...tagConditions(tags, ['aws:RequestTag']) };
      return [{ action: 'ec2:CreateTags', resource: own(`${type}/*`), conditions }];
    }),
    ...(profileArn === undefined ? [] : [passRole(profileArn)]),
  ];
}

/** The tags that a request gives to resources of a type. */
function tagsOf({ TagSpecifications: specifications = [] }: RunInstancesRequest, type: string) {
  const tags = specifications
    .filter(({ ResourceType }) => ResourceType === type)
    .flatMap(({ Tags = [] }) => Tags);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The authorization to pass the role of a profile. The role is assumed to have the name of the profile. */
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

/** The members of a placement that would move an instance to hosts and groups, which do not exist here. */
const OTHER_PLACES = [
  'Affinity',
  'AvailabilityZoneId',
  'GroupId',
  'GroupName',
  'HostId',
  'HostResourceGroupArn',
  'PartitionNumber',
  'SpreadDomain',
] as const;

/** Refuses what only parts of a launch would show that do not exist here. */
function refuseOtherParts({ Placement: placement = {} }: RunInstancesRequest): void {
  refuseMembers('RunInstances in a Placement', placement, OTHER_PLACES);
  const { Tenancy: tenancy = 'default' } = placement;
  if (tenancy !== 'default') throw new NotEmulatedError(`RunInstances with Tenancy ${tenancy}`);
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
