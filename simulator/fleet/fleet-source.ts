import type { Tags } from 'local-cloud';

const OWNED_CLUSTER_PREFIX = 'kubernetes.io/cluster/';

/**
 * The source of a launch, read from its final tags: `emr:<cluster>/<role>`, `eks:<cluster>/<node group>`,
 * `ecs:<group>`, `asg:<group>` or `standalone`.
 *
 * This reading is independent of the roster's, so that one can be checked against the other. A test keeps the two
 * equal. Auto Scaling groups also launch EKS and ECS nodes: the most specific kind wins.
 */
export function sourceOf(tags: Tags): string {
  const jobFlow = tags['aws:elasticmapreduce:job-flow-id'];
  if (jobFlow !== undefined)
    return `emr:${jobFlow}/${tags['aws:elasticmapreduce:instance-group-role'] ?? 'NODE'}`;
  const cluster = clusterOf(tags);
  const nodes = tags['eks:nodegroup-name'] ?? tags['karpenter.sh/nodepool'];
  if (cluster !== undefined) return ['eks:', cluster, ...(nodes === undefined ? [] : ['/', nodes])].join('');
  const group = tags['aws:autoscaling:groupName'];
  if (tags['AmazonECSManaged'] !== undefined) return group === undefined ? 'ecs' : `ecs:${group}`;
  return group === undefined ? 'standalone' : `asg:${group}`;
}

function clusterOf(tags: Tags): string | undefined {
  const owned = () =>
    Object.entries(tags).find(([key, value]) => key.startsWith(OWNED_CLUSTER_PREFIX) && value === 'owned');
  return (
    tags['aws:eks:cluster-name'] ??
    tags['eks:cluster-name'] ??
    owned()?.[0].slice(OWNED_CLUSTER_PREFIX.length)
  );
}
