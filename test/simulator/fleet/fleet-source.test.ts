import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../../lambdas/shared/domain/fleet/source.ts';
import { sourceOf } from '../../../simulator/fleet/fleet-source.ts';

describe('the source', () => {
  test.each([
    [{ 'aws:autoscaling:groupName': 'web' }, 'asg:web'],
    [{ 'aws:elasticmapreduce:job-flow-id': 'j-1' }, 'emr:j-1/NODE'],
    [
      { 'aws:elasticmapreduce:job-flow-id': 'j-1', 'aws:elasticmapreduce:instance-group-role': 'CORE' },
      'emr:j-1/CORE',
    ],
    [{ 'eks:cluster-name': 'shop', 'eks:nodegroup-name': 'spot' }, 'eks:shop/spot'],
    [{ 'kubernetes.io/cluster/shop': 'owned', 'karpenter.sh/nodepool': 'p' }, 'karpenter:shop/p'],
    [{ 'kubernetes.io/cluster/shop': 'shared' }, 'standalone'],
    [{ AmazonECSManaged: '', 'aws:autoscaling:groupName': 'batch' }, 'ecs:batch'],
    [{ AmazonECSManaged: '' }, 'ecs'],
  ])('the source of %j is %s', (tags, source) => {
    expect(sourceOf(tags)).toBe(source);
  });

  test('the source is what the roster reads, whatever the tags', () => {
    const keys = [
      'aws:elasticmapreduce:job-flow-id',
      'aws:elasticmapreduce:instance-group-role',
      'aws:eks:cluster-name',
      'eks:cluster-name',
      'eks:nodegroup-name',
      'karpenter.sh/nodepool',
      'kubernetes.io/cluster/a',
      'kubernetes.io/cluster/b',
      'eks:eks-cluster-name',
      'alpha.eksctl.io/cluster-name',
      'alpha.eksctl.io/nodegroup-name',
      'eks:kubernetes-node-pool-name',
      'karpenter.sh/provisioner-name',
      'kops.k8s.io/instancegroup',
      'KubernetesCluster',
      'AWSBatchServiceTag',
      'aws:batch:compute-environment',
      'elasticbeanstalk:environment-name',
      'elasticbeanstalk:environment-id',
      'parallelcluster:cluster-name',
      'parallelcluster:queue-name',
      'parallelcluster:node-type',
      'Ec2ImageBuilderArn',
      'CreatedBy',
      'aws:cloud9:environment',
      'aws:ec2:fleet-id',
      'aws:ec2spot:fleet-request-id',
      'AmazonECSManaged',
      'aws:autoscaling:groupName',
      'Name',
    ];
    const tags = fc.dictionary(
      fc.constantFrom(...keys),
      fc.constantFrom(
        ...['owned', 'x', '', 'EC2 Image Builder', 'Packer Builder'],
        'AWSBatch-ce-asg-640012bd-4e90-3f19-9dd2-c09a23dc923d',
      ),
    );
    fc.assert(
      fc.property(tags, fc.boolean(), (drawn, isSpot) => {
        expect(sourceOf(drawn, isSpot)).toBe(readSource({ tags: drawn, isSpot }));
      }),
      { seed: 1, numRuns: 5000 },
    );
  });
});
