import { clusterTag } from '../patching.ts';
import type { Instance, Tags } from './instance.ts';

/** What launches instances, and how its tags show it. */
interface SourceKind {
  readonly kind: string;
  /** The part after the kind; an empty one when there is no more to say; undefined for an instance of another kind. */
  find(tags: Tags): string | undefined;
}

/**
 * The kinds of sources, the most specific first: Auto Scaling groups launch nodes of EKS, ECS, Batch and Elastic
 * Beanstalk, and since 2021 they launch by EC2 Fleet. So an instance often has the tags of several.
 *
 * Each tag was seen on real instances, or stands in the documentation of what puts it there. Karpenter puts the tag
 * `eks:eks-cluster-name` on nodes of clusters that are not EKS's too.
 */
const kinds: readonly SourceKind[] = [
  { kind: 'emr', find: (tags) => join(tags, [clusterTag], emrRole(tags)) },
  { kind: 'image', find: findImageBuild },
  { kind: 'batch', find: findBatch },
  {
    kind: 'beanstalk',
    find: (tags) => first(tags, ['elasticbeanstalk:environment-name', 'elasticbeanstalk:environment-id']),
  },
  {
    kind: 'parallelcluster',
    find: (tags) =>
      join(
        tags,
        ['parallelcluster:cluster-name'],
        first(tags, ['parallelcluster:queue-name', 'parallelcluster:node-type']),
      ),
  },
  { kind: 'kops', find: findKops },
  {
    kind: 'eks',
    find: (tags) =>
      join(
        tags,
        ['aws:eks:cluster-name', 'eks:cluster-name', 'eks:eks-cluster-name', 'alpha.eksctl.io/cluster-name'],
        nodeGroup(tags),
      ),
  },
  { kind: 'karpenter', find: findKarpenter },
  { kind: 'kubernetes', find: ownedCluster },
  {
    kind: 'ecs',
    find: (tags) =>
      tags['AmazonECSManaged'] === undefined ? undefined : (tags['aws:autoscaling:groupName'] ?? ''),
  },
  { kind: 'cloud9', find: (tags) => first(tags, ['aws:cloud9:environment']) },
  { kind: 'asg', find: (tags) => first(tags, ['aws:autoscaling:groupName']) },
  { kind: 'spot-fleet', find: (tags) => first(tags, ['aws:ec2spot:fleet-request-id']) },
  { kind: 'ec2-fleet', find: (tags) => first(tags, ['aws:ec2:fleet-id']) },
];

/**
 * Where an instance comes from, read from the tags that AWS services and other tools put on what they launch. It
 * begins with its kind: `emr:<cluster>/<role>`, `eks:<cluster>/<node group>`, `asg:<group>`. Without such a tag it is
 * `spot` or `standalone`. A node outside EC2 is `hybrid`, with the name that its activation gave it.
 *
 * Tags may come up to a minute after a launch, so an early reading may say `standalone` and a later one may say more.
 */
export function readSource({ tags, isSpot, outside }: Pick<Instance, 'tags' | 'isSpot' | 'outside'>): string {
  if (outside !== undefined) {
    const name = outside.registration?.name;
    return name === undefined ? 'hybrid' : `hybrid:${name}`;
  }
  for (const { kind, find } of kinds) {
    const found = find(tags);
    if (found !== undefined) return found === '' ? kind : `${kind}:${found}`;
  }
  return isSpot === true ? 'spot' : 'standalone';
}

/** The names of all sources that have a kind, in order. */
export const sourceKinds = [...kinds.map(({ kind }) => kind), 'spot', 'hybrid', 'standalone'];

/** The first of these tags that has a value. */
function first(tags: Tags, keys: readonly string[]): string | undefined {
  return keys.map((key) => tags[key]).find((value) => value !== undefined && value !== '');
}

/** The value of the first of these tags, and a part of it after a slash. */
function join(tags: Tags, keys: readonly string[], part: string | undefined): string | undefined {
  const whole = first(tags, keys);
  return whole === undefined || part === undefined ? whole : `${whole}/${part}`;
}

function emrRole(tags: Tags): string {
  return tags['aws:elasticmapreduce:instance-group-role'] || 'NODE';
}

/** An instance from which an image is made, and which ends then. */
function findImageBuild(tags: Tags): string | undefined {
  if (tags['CreatedBy'] === 'EC2 Image Builder' || tags['Ec2ImageBuilderArn'] !== undefined)
    return 'image-builder';
  return tags['Name'] === 'Packer Builder' ? 'packer' : undefined;
}

/** Batch names its groups `AWSBatch-<compute environment>-asg-<uuid>`. */
function findBatch(tags: Tags): string | undefined {
  const group = /^AWSBatch-(.+)-asg-[0-9a-f-]{36}$/.exec(tags['aws:autoscaling:groupName'] ?? '')?.[1];
  if (tags['AWSBatchServiceTag'] === undefined && group === undefined) return undefined;
  return first(tags, ['aws:batch:compute-environment']) ?? group ?? tags['aws:autoscaling:groupName'] ?? '';
}

function findKops(tags: Tags): string | undefined {
  const group = first(tags, ['kops.k8s.io/instancegroup']);
  if (group === undefined) return undefined;
  const cluster = first(tags, ['KubernetesCluster']) ?? ownedCluster(tags);
  return cluster === undefined ? group : `${cluster}/${group}`;
}

function findKarpenter(tags: Tags): string | undefined {
  const pool = first(tags, ['karpenter.sh/nodepool', 'karpenter.sh/provisioner-name']);
  if (pool === undefined) return undefined;
  const cluster = ownedCluster(tags);
  return cluster === undefined ? pool : `${cluster}/${pool}`;
}

function nodeGroup(tags: Tags): string | undefined {
  return first(tags, [
    'eks:nodegroup-name',
    'karpenter.sh/nodepool',
    'karpenter.sh/provisioner-name',
    'eks:kubernetes-node-pool-name',
    'alpha.eksctl.io/nodegroup-name',
  ]);
}

const ownedClusterPrefix = 'kubernetes.io/cluster/';

function ownedCluster(tags: Tags): string | undefined {
  const owned = Object.keys(tags).find((key) => key.startsWith(ownedClusterPrefix) && tags[key] === 'owned');
  return owned?.slice(ownedClusterPrefix.length);
}
