import { readPages } from '../../../lambdas/shared/clients/read-pages.ts';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import type { Placed } from '../../../lambdas/shared/domain/rollout/select-members.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';

/**
 * Where each instance is that runs, and its tags, by id.
 * @throws UsageError when a call fails.
 */
export async function readPlaced(
  settings: ClientSettings,
  policy: OperatorPolicy,
): Promise<ReadonlyMap<string, Placed>> {
  const { EC2Client, paginateDescribeInstances } = await import('@aws-sdk/client-ec2');
  const client = new EC2Client(settings);
  const pages = paginateDescribeInstances(
    { client, pageSize: limits.instancesPerPageMax },
    { Filters: [{ Name: 'instance-state-name', Values: ['running'] }] },
  );
  const reservations = await readPages(pages, ({ Reservations }) => Reservations).catch((error: unknown) =>
    refuse('ec2:DescribeInstances', error, policy, settings),
  );
  const instances = reservations.flatMap(({ Instances = [] }) => Instances);
  return new Map(
    instances.flatMap(({ InstanceId, Placement, InstanceLifecycle, Tags = [] }): [string, Placed][] => {
      if (InstanceId === undefined) return [];
      const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      const isSpot = InstanceLifecycle === 'spot';
      return [[InstanceId, { zone: Placement?.AvailabilityZone ?? '', tags, isSpot }]];
    }),
  );
}
