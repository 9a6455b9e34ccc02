import type { Architecture, PlatformKey, Random, Tags } from 'local-cloud';
import { share } from './fleet-shares.ts';

/** What launches instances. `eks-auto` is EKS Auto Mode, whose nodes EKS manages. */
export type GroupKind = 'asg' | 'emr' | 'eks' | 'eks-auto' | 'ecs' | 'standalone';

/**
 * One row of an example fleet. `parts` is its share of the launches, relative to the sum of all rows. `minutes` are the
 * virtual minutes of its bursts, which are equal in size.
 */
export type GroupRow = readonly [
  kind: GroupKind,
  name: string,
  platform: PlatformKey,
  architecture: Architecture,
  parts: number,
  minutes: readonly number[],
];

/** Instances launched alike, in one burst. */
export interface Unit {
  readonly tags: Tags;
  readonly minute: number;
  readonly size: number;
}

/** The most instances in one group, cluster or series. More instances form another one. Assumed, from real fleets. */
const UNIT_SIZE_MAX = { asg: 200, emr: 40, eks: 200, 'eks-auto': 50, ecs: 200, standalone: 20 } as const;
/**
 * The fraction of core nodes among the nodes of an EMR cluster other than its master. The rest are task nodes. Assumed.
 */
const EMR_CORE_FRACTION = 0.4;

/** Divides the launches of a group into units, each with the tags that its kind has on AWS. */
export function* unitsOf(row: GroupRow, size: number, names: Random): Generator<Unit> {
  const [kind, name, , , , minutes] = row;
  const sizeMax = UNIT_SIZE_MAX[kind];
  for (let number = 0; number * sizeMax < size; number++) {
    const numbered = number === 0 ? name : `${name}-${number + 1}`;
    const unitSize = Math.min(sizeMax, size - number * sizeMax);
    if (kind === 'emr')
      yield* emrCluster(
        { name: numbered, size: unitSize, minute: minutes[number % minutes.length] ?? 0 },
        names,
      );
    else yield* inBursts(tagsOf(kind, numbered), unitSize, minutes);
  }
}

/** Launches a whole cluster at once: its master first, then core and task nodes. */
function* emrCluster(
  cluster: { name: string; size: number; minute: number },
  names: Random,
): Generator<Unit> {
  const jobFlow = `j-${names.hex(13).toUpperCase()}`;
  const core = Math.ceil((cluster.size - 1) * EMR_CORE_FRACTION);
  const sizes = { MASTER: 1, CORE: core, TASK: cluster.size - 1 - core };
  for (const [role, size] of Object.entries(sizes)) {
    const tags = {
      Name: cluster.name,
      'aws:elasticmapreduce:job-flow-id': jobFlow,
      'aws:elasticmapreduce:instance-group-role': role,
    };
    yield { tags, minute: cluster.minute, size };
  }
}

function* inBursts(tags: Tags, size: number, minutes: readonly number[]): Generator<Unit> {
  const equal = minutes.map(() => 1);
  for (const [index, burstSize] of share(size, equal).entries())
    yield { tags, minute: minutes[index] ?? 0, size: burstSize };
}

/** The tags that AWS puts on the instances of a group. The name of an EKS group is `<cluster>/<node group or pool>`. */
function tagsOf(kind: Exclude<GroupKind, 'emr'>, name: string): Tags {
  const [cluster = name, nodes = name] = name.split('/');
  switch (kind) {
    case 'asg':
      return { Name: name, 'aws:autoscaling:groupName': name };
    case 'ecs':
      return { Name: name, AmazonECSManaged: 'true', 'aws:autoscaling:groupName': name };
    case 'eks':
      return {
        'aws:eks:cluster-name': cluster,
        'eks:cluster-name': cluster,
        'eks:nodegroup-name': nodes,
        [`kubernetes.io/cluster/${cluster}`]: 'owned',
        'aws:autoscaling:groupName': `eks-${nodes}`,
      };
    case 'eks-auto':
      return { 'aws:eks:cluster-name': cluster, 'karpenter.sh/nodepool': nodes };
    case 'standalone':
      return { Name: name };
  }
}
