import { expect, it } from 'vitest';
import { failuresAllowed } from '../../../../../lambdas/shared/domain/rollout/gate.ts';

it.each([
  ['a percentage, rounded down', { failedPercentMax: 10 }, 19, 0, 1],
  ['none of one', { failedPercentMax: 10 }, 1, 0, 0],
  ['at most the number', { failedPercentMax: 10, failedMax: 3 }, 100, 0, 3],
  ['no more than the percentage', { failedPercentMax: 1, failedMax: 3 }, 100, 0, 1],
  ['what a person has accepted', { failedPercentMax: 0 }, 100, 7, 7],
] as const)('a gate allows %s', (_, gate, size, accepted, allowed) => {
  expect(failuresAllowed({ bakeSeconds: 0, ...gate }, size, accepted)).toBe(allowed);
});
