import type { Tags } from 'local-cloud';

const OWNED_CLUSTER_PREFIX = 'kubernetes.io/cluster/';

/**
 * Where a launch comes from, told by the tags that it has in the end: `emr:<cluster>/<role>`,
 * `eks:<cluster>/<node group>`, `ecs:<group>`, `asg:<group>` or `standalone`.
 *
 * The workload says on its own what the roster is to find, so that the one can be checked against the other; a test
 * keeps the two readings equal. EKS and ECS nodes are launched by Auto Scaling groups too: the most specific kind wins.
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
