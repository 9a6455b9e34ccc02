import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSource, sourceKinds } from '../../../../../lambdas/shared/domain/fleet/source.ts';
import { aManagedInstance } from '../../../builders.ts';

const autoScaling = { 'aws:autoscaling:groupName': 'web' };
const emr = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
const owned = { 'kubernetes.io/cluster/prod': 'owned' };
const fleet = { 'aws:ec2:fleet-id': 'fleet-1' };
const batchGroup = 'AWSBatch-nightly-2025-asg-640012bd-4e90-3f19-9dd2-c09a23dc923d';

const samples = [
  ['nothing at all', {}, 'standalone'],
  ['tags of its owner only', { Name: 'web-1', team: 'blue' }, 'standalone'],
  ['an Auto Scaling group', autoScaling, 'asg:web'],
  ['an Auto Scaling group, which launches by EC2 Fleet', { ...fleet, ...autoScaling }, 'asg:web'],
  ['an EC2 Fleet', fleet, 'ec2-fleet:fleet-1'],
  ['a Spot Fleet', { 'aws:ec2spot:fleet-request-id': 'sfr-1' }, 'spot-fleet:sfr-1'],
  ['an EMR cluster and role', { ...emr, 'aws:elasticmapreduce:instance-group-role': 'CORE' }, 'emr:j-1/CORE'],
  ['an EMR cluster without a role yet', emr, 'emr:j-1/NODE'],
  ['EMR and Auto Scaling', { ...autoScaling, ...emr }, 'emr:j-1/NODE'],
  ['Packer', { Name: 'Packer Builder' }, 'image:packer'],
  ['Image Builder', { CreatedBy: 'EC2 Image Builder', Name: 'Build instance for x' }, 'image:image-builder'],
  ['Image Builder, by its ARN', { Ec2ImageBuilderArn: 'arn:aws:imagebuilder:...' }, 'image:image-builder'],
  ['a person who creates', { CreatedBy: 'alice' }, 'standalone'],
  ['Batch', { ...autoScaling, AWSBatchServiceTag: 'batch' }, 'batch:web'],
  ['Batch, by the name of its group', { 'aws:autoscaling:groupName': batchGroup }, 'batch:nightly-2025'],
  ['Batch before its group is known', { AWSBatchServiceTag: 'batch' }, 'batch'],
  [
    'Batch on EKS',
    { AWSBatchServiceTag: 'batch', 'aws:batch:compute-environment': 'ce', 'eks:cluster-name': 'prod' },
    'batch:ce',
  ],
  [
    'Elastic Beanstalk',
    { 'elasticbeanstalk:environment-name': 'shop', 'elasticbeanstalk:environment-id': 'e-1', ...autoScaling },
    'beanstalk:shop',
  ],
  ['Elastic Beanstalk, by id', { 'elasticbeanstalk:environment-id': 'e-1' }, 'beanstalk:e-1'],
  [
    'ParallelCluster',
    { 'parallelcluster:cluster-name': 'hpc', 'parallelcluster:queue-name': 'q', ...fleet },
    'parallelcluster:hpc/q',
  ],
  [
    'its head node',
    { 'parallelcluster:cluster-name': 'hpc', 'parallelcluster:node-type': 'HeadNode' },
    'parallelcluster:hpc/HeadNode',
  ],
  [
    'an EKS node group, which is an Auto Scaling group too',
    { ...autoScaling, 'eks:cluster-name': 'prod', 'eks:nodegroup-name': 'general' },
    'eks:prod/general',
  ],
  ['an EKS cluster alone', { 'aws:eks:cluster-name': 'prod' }, 'eks:prod'],
  [
    'EKS Auto Mode',
    { 'eks:eks-cluster-name': 'prod', 'eks:kubernetes-node-pool-name': 'general-purpose', ...owned },
    'eks:prod/general-purpose',
  ],
  [
    'a node group of eksctl',
    { 'alpha.eksctl.io/cluster-name': 'prod', 'alpha.eksctl.io/nodegroup-name': 'ng', ...owned },
    'eks:prod/ng',
  ],
  [
    'a Karpenter node pool of EKS',
    { 'eks:eks-cluster-name': 'prod', 'karpenter.sh/nodepool': 'spot', ...owned },
    'eks:prod/spot',
  ],
  [
    'a Karpenter node pool of any cluster',
    { ...owned, 'karpenter.sh/nodepool': 'spot', ...fleet },
    'karpenter:prod/spot',
  ],
  [
    'a Karpenter provisioner, as it was called before',
    { ...owned, 'karpenter.sh/provisioner-name': 'p' },
    'karpenter:prod/p',
  ],
  [
    'kops with Karpenter, which has a tag of EKS',
    { 'kops.k8s.io/instancegroup': 'nodes', 'eks:eks-cluster-name': 'prod', ...owned },
    'kops:prod/nodes',
  ],
  [
    'kops',
    { 'kops.k8s.io/instancegroup': 'nodes', KubernetesCluster: 'prod.k8s.local' },
    'kops:prod.k8s.local/nodes',
  ],
  ['a Kubernetes cluster of nobody known', { ...owned, ...autoScaling }, 'kubernetes:prod'],
  ['a Kubernetes cluster that only shares it', { 'kubernetes.io/cluster/prod': 'shared' }, 'standalone'],
  ['an ECS group', { ...autoScaling, AmazonECSManaged: '' }, 'ecs:web'],
  ['ECS without a group', { AmazonECSManaged: 'true' }, 'ecs'],
  ['EKS and ECS', { AmazonECSManaged: '', 'eks:cluster-name': 'prod' }, 'eks:prod'],
  ['Cloud9', { 'aws:cloud9:environment': '1a2b' }, 'cloud9:1a2b'],
  ['a tag without a value', { 'elasticbeanstalk:environment-name': '' }, 'standalone'],
] as const;

it.each(samples)('reads where an instance comes from: %s', (_name, tags, source) => {
  expect(readSource({ tags })).toBe(source);
});

it('says that a Spot instance of nothing else is one, since no tag tells of a Spot request', () => {
  expect(readSource({ tags: {}, isSpot: true })).toBe('spot');
  expect(readSource({ tags: autoScaling, isSpot: true })).toBe('asg:web');
});

it('says that a node outside EC2 is one, whatever its tags, with the name of its activation', () => {
  const outside = aManagedInstance({ registration: { atMs: 0, name: 'berlin' } });
  expect(readSource({ tags: autoScaling, outside })).toBe('hybrid:berlin');
  expect(readSource({ tags: {}, outside: aManagedInstance() })).toBe('hybrid');
});

it('has a sample of each kind', () => {
  const sampled = new Set(samples.map(([, , source]) => source.split(':')[0]));
  expect([...sampled, 'spot', 'hybrid'].sort()).toEqual([...sourceKinds].sort());
});

it('has its kinds in the list of docs/faq.md, in the same order', () => {
  const faq = readFileSync('docs/faq.md', 'utf8');
  const listed = [...faq.matchAll(/^\| `([a-z0-9-]+)(?::<[^`]*)?`/gm)].map(([, kind]) => kind);
  expect(listed).toEqual([...sourceKinds]);
});
