import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { createNodeTags } from '../../../lambdas/shared/clients/fleet/node-tags.ts';
import { createOutsideNodes } from '../../../lambdas/shared/clients/fleet/outside-nodes.ts';
import { readPages } from '../../../lambdas/shared/clients/read-pages.ts';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import type { Placed } from '../../../lambdas/shared/domain/rollout/select-members.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';

/** Where nodes outside EC2 are: a wave takes them for one zone. */
const outsideZone = 'outside EC2';

/**
 * The nodes outside EC2 that are registered, and their tags, by id. They are asked for only where the roster has some.
 * @throws UsageError when a call fails.
 */
export async function readPlacedOutside(
  settings: ClientSettings,
  { partition, region, account }: Pick<Deployed, 'partition' | 'region' | 'account'>,
  policy: OperatorPolicy,
): Promise<ReadonlyMap<string, Placed>> {
  const [{ SSMClient }, { ResourceGroupsTaggingAPIClient }] = await Promise.all([
    import('@aws-sdk/client-ssm'),
    import('@aws-sdk/client-resource-groups-tagging-api'),
  ]);
  const arnPrefix = `arn:${partition}:ssm:${region}:${account}:managed-instance/`;
  const tags = createNodeTags(arnPrefix, new ResourceGroupsTaggingAPIClient(settings));
  const nodes = await createOutsideNodes({ arnPrefix }, createManagedInstances(new SSMClient(settings)), tags)
    .list()
    .catch((error: unknown) => refuse('tag:GetResources', error, policy, settings));
  return new Map(
    [...nodes].map(([id, node]) => [id, { zone: outsideZone, tags: node.tags, isSpot: false }] as const),
  );
}

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
