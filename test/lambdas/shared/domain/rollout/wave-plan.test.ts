import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  planWaves,
  sizesOf,
} from '../../../../../lambdas/shared/domain/rollout/wave-plan.ts';

const fleet = (count: number, fields: (index: number) => Partial<Candidate> = () => ({})): Candidate[] =>
  Array.from({ length: count }, (_, index) => ({ instanceId: `i-${index}`, zone: 'a', ...fields(index) }));
const usual = [1, '5%', '25%', '100%'] as const;

describe('waves', () => {
  it('say how many are through after each', () => {
    expect(sizesOf(planWaves(fleet(1100), usual))).toEqual([1, 54, 220, 825]);
  });

  it('of a small fleet are fewer, and nobody is left out', () => {
    expect(sizesOf(planWaves(fleet(3), usual))).toEqual([1, 2]);
    expect(sizesOf(planWaves(fleet(1), usual))).toEqual([1]);
    expect(planWaves([], usual)).toEqual([]);
  });

  it('take everybody in the end, whatever they say', () => {
    expect(sizesOf(planWaves(fleet(10), [2]))).toEqual([2, 8]);
    expect(sizesOf(planWaves(fleet(10), ['50%', 3, '100%']))).toEqual([5, 5]);
  });

  it('begin with all canaries', () => {
    const members = planWaves(
      fleet(100, (index) => ({ isCanary: index > 96 })),
      usual,
    );
    expect(members.filter(({ wave }) => wave === 0).map(({ instanceId }) => instanceId)).toEqual([
      'i-97',
      'i-98',
      'i-99',
    ]);
  });

  it('are spread over zones and groups', () => {
    const members = planWaves(
      fleet(40, (index) => ({ zone: index < 20 ? 'a' : 'b', group: index % 20 < 10 ? 'asg:x' : 'asg:y' })),
      ['10%', '100%'],
    );
    const first = members.filter(({ wave }) => wave === 0).map(({ zone, group }) => `${zone} ${group}`);
    expect(first.toSorted()).toEqual(['a asg:x', 'a asg:y', 'b asg:x', 'b asg:y']);
  });
});
