import { instanceLike } from 'local-cloud';
import { expect, test } from 'vitest';
import { callRoll } from '../../../../simulator/rehearsal/plan/roll-call.ts';

const sourced = Array.from({ length: 1000 }, (_, number) => ({
  source: `asg:g${Math.floor(number / 150)}`,
  spec: instanceLike('amazonLinux2023'),
}));

test('the roll-call launches everything in bursts of a few minutes, with the instances of a source together', () => {
  const workload = callRoll(sourced, 1);
  const times = workload.map(({ atSeconds }) => atSeconds);
  expect(workload).toHaveLength(1000);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThan(4 * 60);
  expect(times.at(-1)).toBeLessThan(6 * 60);
  for (let minute = 0; minute < 5; minute++) {
    const burst = workload.filter(({ atSeconds }) => Math.floor(atSeconds / 60) === minute);
    expect(burst).toHaveLength(200);
    expect(new Set(burst.map(({ source }) => source)).size).toBeLessThan(4);
  }
});

test('the same seed gives the same workload, another seed another', () => {
  expect(callRoll(sourced, 7)).toEqual(callRoll(sourced, 7));
  const times = (seed: number) => callRoll(sourced, seed).map(({ atSeconds }) => atSeconds);
  expect(times(8)).not.toEqual(times(7));
});
