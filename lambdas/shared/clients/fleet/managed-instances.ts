import {
  type InstanceInformation,
  type InstanceInformationStringFilter,
  paginateDescribeInstanceInformation,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { chunk } from '../../domain/commands/order.ts';
import { type ManagedInstance, platformTypes } from '../../domain/fleet/instance.ts';
import { cutForeignText } from '../../domain/foreign-text.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** What Systems Manager knows of instances. */
export interface ManagedInstances {
  /** The instances among `instanceIds` that are registered, by id. The others are not registered. */
  describe(instanceIds: readonly string[]): Promise<Map<string, ManagedInstance>>;
  /** Every instance and node that is registered, by id, or those of one kind. */
  describeAll(kind?: NodeKind): Promise<Map<string, ManagedInstance>>;
}

/** The kinds of nodes: instances of EC2, and nodes outside of it. */
export type NodeKind = 'EC2Instance' | 'ManagedInstance';

/**
 * Asks Systems Manager about 100 instances at once, in pages of 50. Unregistered instances are on no page, so
 * a look at those that wait takes half the calls. One id that Systems Manager calls invalid fails a whole
 * call, and the answer may not name it. The call is then made again in halves.
 */
export function createManagedInstances(client = connect(SSMClient)): ManagedInstances {
  const describeSome = async (instanceIds: string[]): Promise<ManagedInstance[]> => {
    try {
      return await describeBy(client, [{ Key: 'InstanceIds', Values: instanceIds }]);
    } catch (error) {
      if (!(error instanceof SSMServiceException) || error.name !== 'InvalidInstanceId') throw error;
      if (instanceIds.length === 1) return [];
      const middle = Math.ceil(instanceIds.length / 2);
      const first = await describeSome(instanceIds.slice(0, middle));
      return [...first, ...(await describeSome(instanceIds.slice(middle)))];
    }
  };
  return {
    async describe(instanceIds) {
      const slices = chunk(instanceIds, limits.managedInstancesPerFilterMax);
      const found = await mapConcurrently(slices, callsAtOnce, describeSome);
      return new Map(found.flat().map((instance) => [instance.instanceId, instance]));
    },
    async describeAll(kind) {
      const filters = kind === undefined ? [] : [{ Key: 'ResourceType', Values: [kind] }];
      const found = await describeBy(client, filters);
      return new Map(found.map((instance) => [instance.instanceId, instance]));
    },
  };
}

async function describeBy(
  client: SSMClient,
  filters: InstanceInformationStringFilter[],
): Promise<ManagedInstance[]> {
  const config = { client, pageSize: limits.managedInstancesPerPageMax };
  const pages = paginateDescribeInstanceInformation(config, { Filters: filters });
  const found = await readPages(pages, ({ InstanceInformationList }) => InstanceInformationList);
  return found.flatMap(readManagedInstance);
}

function readManagedInstance(information: InstanceInformation): ManagedInstance[] {
  const platformType = platformTypes.find((type) => type === information.PlatformType);
  if (information.InstanceId === undefined || platformType === undefined) return [];
  const name = information.Name ?? information.ComputerName;
  return [
    {
      instanceId: information.InstanceId,
      isOnline: information.PingStatus === 'Online',
      platformType,
      platformName: cutForeignText(information.PlatformName ?? platformType),
      ...(information.AgentVersion === undefined
        ? {}
        : { agentVersion: cutForeignText(information.AgentVersion) }),
      ...(name === undefined ? {} : { name: cutForeignText(name) }),
      ...readRegistration(information),
    },
  ];
}

/** How a node outside EC2 was registered. A role is shown with its path. */
function readRegistration(information: InstanceInformation): Pick<ManagedInstance, 'registration'> {
  const { ResourceType, RegistrationDate, IamRole, Name } = information;
  if (ResourceType !== 'ManagedInstance') return {};
  const roleName = IamRole?.slice(IamRole.lastIndexOf('/') + 1);
  return {
    registration: {
      atMs: RegistrationDate?.getTime() ?? 0,
      ...(roleName ? { roleName } : {}),
      ...(Name ? { name: cutForeignText(Name) } : {}),
    },
  };
}
