import { expect, it } from 'vitest';
import { readSource } from '../../../../../lambdas/shared/domain/fleet/source.ts';

const autoScaling = { 'aws:autoscaling:groupName': 'web' };
const emr = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };

it.each([
  ['nothing at all', {}, 'standalone'],
  ['tags of its owner only', { Name: 'web-1', team: 'blue' }, 'standalone'],
  ['an Auto Scaling group', autoScaling, 'asg:web'],
  ['an EMR cluster and role', { ...emr, 'aws:elasticmapreduce:instance-group-role': 'CORE' }, 'emr:j-1/CORE'],
  ['an EMR cluster without a role yet', emr, 'emr:j-1/NODE'],
  [
    'an EKS node group, which is an Auto Scaling group too',
    { ...autoScaling, 'eks:cluster-name': 'prod', 'eks:nodegroup-name': 'general' },
    'eks:prod/general',
  ],
  ['an EKS cluster alone', { 'aws:eks:cluster-name': 'prod' }, 'eks:prod'],
  [
    'a Karpenter node pool',
    { 'kubernetes.io/cluster/prod': 'owned', 'karpenter.sh/nodepool': 'spot' },
    'eks:prod/spot',
  ],
  ['a Kubernetes cluster that only shares it', { 'kubernetes.io/cluster/prod': 'shared' }, 'standalone'],
  ['an ECS group', { ...autoScaling, AmazonECSManaged: '' }, 'ecs:web'],
  ['ECS without a group', { AmazonECSManaged: 'true' }, 'ecs'],
  ['EMR and Auto Scaling', { ...autoScaling, ...emr }, 'emr:j-1/NODE'],
  ['EKS and ECS', { AmazonECSManaged: '', 'eks:cluster-name': 'prod' }, 'eks:prod'],
] as const)('reads where an instance comes from: %s', (_name, tags, source) => {
  expect(readSource(tags)).toBe(source);
});
