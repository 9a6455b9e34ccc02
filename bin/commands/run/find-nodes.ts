import type { Filter, Instance } from '@aws-sdk/client-ec2';
import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import { readPages } from '../../../lambdas/shared/clients/read-pages.ts';
import { chunk } from '../../../lambdas/shared/domain/commands/order.ts';
import type { ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import type { Selection, TagCondition } from './read-targets.ts';
import type { RunNode } from './run-node.ts';

/** What EC2 says of an instance. */
interface Seen {
  readonly name: string;
  readonly state: string;
}

/** An instance in these states is no node any more. By its tags it is not meant; by its id it is named as gone. */
const gone = ['shutting-down', 'terminated'];

/**
 * The nodes that a selection means, by name, with what keeps each from a command. It only reads.
 * @throws UsageError when a call fails.
 */
export async function findNodes(settings: ClientSettings, selection: Selection): Promise<RunNode[]> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { instanceIds, conditions } = selection;
  const [seen, outside] = await Promise.all([
    findInstances(settings, selection),
    conditions.length === 0 ? [] : findOutside(settings, conditions),
  ]);
  const ids = [...new Set([...instanceIds, ...seen.keys(), ...outside])];
  const managed = await createManagedInstances(new SSMClient(settings))
    .describe(ids)
    .catch((error: unknown) => refuse('ssm:DescribeInstanceInformation', error, 'run', settings));
  return ids
    .map((instanceId) => toNode(instanceId, seen.get(instanceId), managed.get(instanceId)))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.instanceId < b.instanceId ? -1 : 1));
}

function toNode(instanceId: string, seen: Seen | undefined, managed: ManagedInstance | undefined): RunNode {
  const obstacle = obstacleOf(instanceId, seen, managed);
  return { instanceId, name: seen?.name ?? '', platform: managed?.platformType, obstacle };
}

function obstacleOf(
  instanceId: string,
  seen: Seen | undefined,
  managed: ManagedInstance | undefined,
): string | undefined {
  if (seen === undefined && instanceId.startsWith('i-')) return 'EC2 does not show it in this region';
  if (seen !== undefined && seen.state !== 'running') return `it is ${seen.state}`;
  if (managed === undefined) return 'Systems Manager does not manage it';
  return managed.isOnline ? undefined : 'its agent does not answer (ConnectionLost)';
}

async function findInstances(
  settings: ClientSettings,
  { instanceIds, conditions }: Selection,
): Promise<Map<string, Seen>> {
  const { EC2Client, paginateDescribeInstances } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client(settings);
  const describe = async (Filters: Filter[]) => {
    const query = { Filters, IncludeManagedResources: true };
    const pages = paginateDescribeInstances({ client, pageSize: limits.instancesPerPageMax }, query);
    return (await readPages(pages, ({ Reservations }) => Reservations)).flatMap(
      ({ Instances = [] }) => Instances,
    );
  };
  const ofEc2 = instanceIds.filter((id) => id.startsWith('i-'));
  const queries =
    conditions.length > 0
      ? [conditions.map(toFilter)]
      : chunk(ofEc2, limits.valuesPerFilterMax).map((Values) => [{ Name: 'instance-id', Values }]);
  const found = await mapConcurrently(queries, callsAtOnce, describe).catch((error: unknown) =>
    refuse('ec2:DescribeInstances', error, 'run', settings),
  );
  const isMeant = ({ state }: Seen) => conditions.length === 0 || !gone.includes(state);
  return new Map(found.flat().flatMap((instance) => readInstance(instance, isMeant)));
}

function readInstance(
  { InstanceId, State, Tags = [] }: Instance,
  isMeant: (seen: Seen) => boolean,
): [string, Seen][] {
  const seen = { name: Tags.find(({ Key }) => Key === 'Name')?.Value ?? '', state: State?.Name ?? '' };
  return InstanceId !== undefined && isMeant(seen) ? [[InstanceId, seen]] : [];
}

/** In a filter of EC2 `*` and `?` stand for other text; the backslash takes that meaning away (EC2 user guide). */
function toFilter({ tagKey, values }: TagCondition): Filter {
  const Values = values.map((value) => value.replace(/[*?\\]/g, '\\$&'));
  return { Name: tagKey === undefined ? 'tag-key' : `tag:${tagKey}`, Values };
}

/**
 * The nodes outside EC2 (mi-...) that meet every condition. Systems Manager combines a filter by tag with no other, so
 * each condition is asked alone.
 */
async function findOutside(
  settings: ClientSettings,
  conditions: readonly TagCondition[],
): Promise<readonly string[]> {
  const { SSMClient, paginateDescribeInstanceInformation } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(settings);
  const ask = async ({ tagKey, values }: TagCondition) => {
    const Filters = [{ Key: tagKey === undefined ? 'tag-key' : `tag:${tagKey}`, Values: [...values] }];
    const config = { client, pageSize: limits.managedInstancesPerPageMax };
    const pages = paginateDescribeInstanceInformation(config, { Filters });
    const found = await readPages(pages, ({ InstanceInformationList }) => InstanceInformationList);
    return new Set(found.flatMap(({ InstanceId = '' }) => (InstanceId.startsWith('mi-') ? InstanceId : [])));
  };
  const [first = new Set<string>(), ...others] = await Promise.all(conditions.map(ask)).catch(
    (error: unknown) => refuse('ssm:DescribeInstanceInformation', error, 'run', settings),
  );
  return [...first].filter((id) => others.every((ids) => ids.has(id)));
}
