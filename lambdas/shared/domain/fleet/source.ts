import type { Tags } from './instance.ts';

/**
 * Where an instance comes from, read from the tags that AWS services put on what they launch. It begins with
 * its kind: `emr:<cluster>/<role>`, `eks:<cluster>/<node group>`, `ecs:<group>`, `asg:<group>` or
 * `standalone`.
 *
 * The most specific kind wins, because Auto Scaling groups launch EKS and ECS nodes too. Tags may come up to
 * a minute after a launch, so an early reading may say `standalone` and a later one may say more.
 */
export function readSource(tags: Tags): string {
  const cluster = tags['aws:elasticmapreduce:job-flow-id'];
  if (cluster !== undefined)
    return `emr:${cluster}/${tags['aws:elasticmapreduce:instance-group-role'] ?? 'NODE'}`;

  const kubernetes = tags['aws:eks:cluster-name'] ?? tags['eks:cluster-name'] ?? ownedKubernetesCluster(tags);
  if (kubernetes !== undefined) {
    const nodes = tags['eks:nodegroup-name'] ?? tags['karpenter.sh/nodepool'];
    return nodes === undefined ? `eks:${kubernetes}` : `eks:${kubernetes}/${nodes}`;
  }

  const group = tags['aws:autoscaling:groupName'];
  if (tags['AmazonECSManaged'] !== undefined) return group === undefined ? 'ecs' : `ecs:${group}`;
  return group === undefined ? 'standalone' : `asg:${group}`;
}

const ownedClusterPrefix = 'kubernetes.io/cluster/';

function ownedKubernetesCluster(tags: Tags): string | undefined {
  const owned = Object.keys(tags).find((key) => key.startsWith(ownedClusterPrefix) && tags[key] === 'owned');
  return owned?.slice(ownedClusterPrefix.length);
}
