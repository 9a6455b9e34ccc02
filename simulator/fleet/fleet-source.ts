import type { Tags } from 'local-cloud';

/**
 * The source of a launch, read from its final tags, in the words of the roster (`docs/faq.md` lists the kinds).
 *
 * This reading is independent of the roster's, so that one can be checked against the other. A test keeps the two
 * equal. Auto Scaling groups launch for most services, and EC2 Fleet launches for Auto Scaling: the most specific kind
 * wins.
 */
export function sourceOf(tags: Tags, isSpot = false): string {
  const filled = new Map(Object.entries(tags).filter(([, value]) => value !== ''));
  return (
    ofServices(tags, filled) ??
    ofKubernetes(filled) ??
    ofGroups(tags, filled) ??
    (isSpot ? 'spot' : 'standalone')
  );
}

type Filled = ReadonlyMap<string, string>;

function ofServices(tags: Tags, filled: Filled): string | undefined {
  const jobFlow = filled.get('aws:elasticmapreduce:job-flow-id');
  if (jobFlow !== undefined)
    return `emr:${jobFlow}/${filled.get('aws:elasticmapreduce:instance-group-role') ?? 'NODE'}`;
  if ('Ec2ImageBuilderArn' in tags || tags['CreatedBy'] === 'EC2 Image Builder') return 'image:image-builder';
  if (tags['Name'] === 'Packer Builder') return 'image:packer';
  const group = filled.get('aws:autoscaling:groupName') ?? '';
  const [, environment] = /^AWSBatch-(.+)-asg-[0-9a-f-]{36}$/.exec(group) ?? [];
  if ('AWSBatchServiceTag' in tags || environment !== undefined)
    return withName('batch', filled.get('aws:batch:compute-environment') ?? environment ?? group);
  const beanstalk =
    filled.get('elasticbeanstalk:environment-name') ?? filled.get('elasticbeanstalk:environment-id');
  if (beanstalk !== undefined) return `beanstalk:${beanstalk}`;
  const cluster = filled.get('parallelcluster:cluster-name');
  const role = filled.get('parallelcluster:queue-name') ?? filled.get('parallelcluster:node-type');
  return cluster === undefined ? undefined : withPart(`parallelcluster:${cluster}`, role);
}

function ofKubernetes(filled: Filled): string | undefined {
  const owned = [...filled].find(
    ([key, value]) => key.startsWith('kubernetes.io/cluster/') && value === 'owned',
  );
  const cluster = owned?.[0].replace('kubernetes.io/cluster/', '');
  const kops = filled.get('kops.k8s.io/instancegroup');
  const named = (name: string | undefined, part: string) => (name === undefined ? part : `${name}/${part}`);
  if (kops !== undefined) return `kops:${named(filled.get('KubernetesCluster') ?? cluster, kops)}`;
  const pool = filled.get('karpenter.sh/nodepool') ?? filled.get('karpenter.sh/provisioner-name');
  const eks =
    filled.get('aws:eks:cluster-name') ??
    filled.get('eks:cluster-name') ??
    filled.get('eks:eks-cluster-name') ??
    filled.get('alpha.eksctl.io/cluster-name');
  const nodes =
    filled.get('eks:nodegroup-name') ??
    pool ??
    filled.get('eks:kubernetes-node-pool-name') ??
    filled.get('alpha.eksctl.io/nodegroup-name');
  if (eks !== undefined) return withPart(`eks:${eks}`, nodes);
  if (pool !== undefined) return `karpenter:${named(cluster, pool)}`;
  return cluster === undefined ? undefined : withName('kubernetes', cluster);
}

function ofGroups(tags: Tags, filled: Filled): string | undefined {
  const group = filled.get('aws:autoscaling:groupName');
  if ('AmazonECSManaged' in tags) return withName('ecs', group ?? '');
  const names = {
    cloud9: filled.get('aws:cloud9:environment'),
    asg: group,
    'spot-fleet': filled.get('aws:ec2spot:fleet-request-id'),
    'ec2-fleet': filled.get('aws:ec2:fleet-id'),
  };
  const found = Object.entries(names).find(([, name]) => name !== undefined);
  return found?.join(':');
}

function withName(kind: string, name: string): string {
  return name === '' ? kind : `${kind}:${name}`;
}

function withPart(whole: string, part: string | undefined): string {
  return part === undefined ? whole : `${whole}/${part}`;
}
