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
    [{ 'kubernetes.io/cluster/shop': 'owned', 'karpenter.sh/nodepool': 'p' }, 'eks:shop/p'],
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
      'AmazonECSManaged',
      'aws:autoscaling:groupName',
      'Name',
    ];
    const tags = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('owned', 'x', ''));
    fc.assert(
      fc.property(tags, (drawn) => {
        expect(sourceOf(drawn)).toBe(readSource(drawn));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
