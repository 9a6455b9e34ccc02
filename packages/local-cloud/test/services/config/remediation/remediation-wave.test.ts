import { expect, it } from 'vitest';
import { concurrentMax, hasFailed } from '../../../../src/services/config/remediation/remediation-wave.ts';

const controls = { concurrentPercentage: 10, errorPercentage: 40 };

it.each([
  [1, 1],
  [19, 1],
  [20, 2],
  [1_000, 100],
])('of %i resources that are not compliant, %i are remediated at a time', (count, max) => {
  expect(concurrentMax(controls, count)).toBe(max);
});

it('stops at the fifth error of ten, when 40 percent are allowed', () => {
  expect(hasFailed(controls, { size: 10, failedCount: 4 })).toBe(false);
  expect(hasFailed(controls, { size: 10, failedCount: 5 })).toBe(true);
});
