import {
  EC2Client,
  EC2ServiceException,
  type Instance as Ec2Instance,
  type Filter,
  paginateDescribeInstanceStatus,
  paginateDescribeInstances,
} from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { Instance, InstanceState, Tags } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import type { Log } from '../../runtime/log.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** What EC2 knows of instances. */
export interface Fleet {
  /**
   * The instances among `instanceIds` that EC2 shows, by id. If EC2 does not show an instance, it is too
   * young to be visible everywhere, or was terminated more than about an hour ago.
   */
  describe(instanceIds: readonly string[]): Promise<Map<string, Instance>>;
  /** Every instance that EC2 shows, by id. */
  describeAll(): Promise<Map<string, Instance>>;
  /**
   * The state of every instance that EC2 shows, by id. That includes those terminated less than about an hour
   * ago. The answer has a tenth of the size of full descriptions.
   */
  listStates(): Promise<Map<string, InstanceState>>;
}

/** What makes EC2 show the instances that AWS services manage; they get a reason like all others. */
interface Visibility {
  readonly IncludeManagedResources?: true;
}

/**
 * Asks EC2 by filter and not by a list of ids, because one unknown id would fail the whole call. Reads every
 * page. EC2 of a region may not know `IncludeManagedResources` yet. It is then asked without, also from then on.
 */
export function createFleet(log: Log, client = connect(EC2Client)): Fleet {
  let visibility: Visibility = { IncludeManagedResources: true };
  const ask = async <T>(read: (visibility: Visibility) => Promise<T>): Promise<T> => {
    const asked = visibility;
    try {
      return await read(asked);
    } catch (error) {
      if (asked.IncludeManagedResources === undefined || !isUnknownParameter(error)) throw error;
      if (visibility.IncludeManagedResources)
        log.warn('EC2 does not know IncludeManagedResources', { answer: String(error) });
      visibility = {};
      return await read(visibility);
    }
  };
  // Each page is read at once. What EC2 says of ten thousand instances would take hundreds of megabytes.
  const describeBy = (filters: { readonly Filters?: Filter[] }): Promise<Instance[]> =>
    ask((shown) => {
      const config = { client, pageSize: limits.instancesPerPageMax };
      return readPages(paginateDescribeInstances(config, { ...filters, ...shown }), ({ Reservations = [] }) =>
        Reservations.flatMap(({ Instances = [], OwnerId }) =>
          Instances.flatMap((instance) => readInstance(instance, OwnerId)),
        ),
      );
    });
  const describeSome = (ids: string[]) => describeBy({ Filters: [{ Name: 'instance-id', Values: ids }] });
  return {
    async describeAll() {
      return new Map((await describeBy({})).map((instance) => [instance.instanceId, instance]));
    },
    async describe(instanceIds) {
      const slices = chunk(instanceIds, limits.valuesPerFilterMax);
      const found = (await mapConcurrently(slices, callsAtOnce, describeSome)).flat();
      return new Map(found.map((instance) => [instance.instanceId, instance]));
    },
    listStates: () => ask((shown) => listStates(client, shown)),
  };
}

/** EC2's answer to a parameter that it does not know: `The parameter ... is not recognized`. */
function isUnknownParameter(error: unknown): boolean {
  if (!(error instanceof EC2ServiceException)) return false;
  return error.name === 'UnknownParameter' || error.message.includes('IncludeManagedResources');
}

async function listStates(client: EC2Client, shown: Visibility): Promise<Map<string, InstanceState>> {
  const pages = paginateDescribeInstanceStatus(
    { client, pageSize: limits.instancesPerPageMax },
    // Without the first option, EC2 answers only instances that run.
    { IncludeAllInstances: true, ...shown },
  );
  const states = new Map<string, InstanceState>();
  for (const { InstanceId, InstanceState: state } of await readPages(
    pages,
    ({ InstanceStatuses: all }) => all,
  ))
    if (InstanceId !== undefined && state?.Name !== undefined) states.set(InstanceId, state.Name);
  return states;
}

function readInstance(instance: Ec2Instance, ownerId: string | undefined): Instance[] {
  const state = instance.State?.Name;
  if (instance.InstanceId === undefined || state === undefined) return [];
  const operator = instance.Operator?.Managed ? (instance.Operator.Principal ?? 'an AWS service') : undefined;
  return [
    {
      instanceId: instance.InstanceId,
      state,
      launchedAtMs: instance.LaunchTime?.getTime() ?? 0,
      tags: readTags(instance),
      ...(operator === undefined ? {} : { operator }),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(instance.InstanceLifecycle === 'spot' ? { isSpot: true } : {}),
      ...readManagementNeeds(instance),
    },
  ];
}

/** These fields decide whether an instance can be managed at all. */
function readManagementNeeds(instance: Ec2Instance): Partial<Instance> {
  const { IamInstanceProfile, VpcId, SubnetId, SecurityGroups, MetadataOptions } = instance;
  const { PrivateIpAddress, PrivateDnsName, PublicIpAddress, ImageId, PlatformDetails } = instance;
  return {
    ...(IamInstanceProfile?.Arn === undefined ? {} : { instanceProfileArn: IamInstanceProfile.Arn }),
    ...(VpcId === undefined ? {} : { vpcId: VpcId }),
    ...(SubnetId === undefined ? {} : { subnetId: SubnetId }),
    ...(PrivateIpAddress === undefined ? {} : { privateIpAddress: PrivateIpAddress }),
    ...(PrivateDnsName ? { privateDnsName: PrivateDnsName } : {}),
    ...(PublicIpAddress === undefined ? {} : { publicIpAddress: PublicIpAddress }),
    securityGroupIds: (SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    isMetadataOn: MetadataOptions?.HttpEndpoint !== 'disabled',
    requiresImdsV2: MetadataOptions?.HttpTokens === 'required',
    ...(ImageId === undefined ? {} : { imageId: ImageId }),
    ...(PlatformDetails === undefined ? {} : { billedSystem: PlatformDetails }),
  };
}

function readTags(instance: Ec2Instance): Tags {
  const pairs = (instance.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']);
  return Object.fromEntries(pairs);
}
