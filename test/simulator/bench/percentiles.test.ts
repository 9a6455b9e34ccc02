import { describe, expect, it } from 'vitest';
import { SecondsHistogram } from '../../../simulator/bench/percentiles.ts';

const of = (...values: number[]) => {
  const histogram = new SecondsHistogram();
  for (const value of values) histogram.add(value);
  return histogram.percentiles();
};

describe('percentiles', () => {
  it('are the values at their rank, in any order of the values', () => {
    const values = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
    expect(of(...values)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
  });

  it('are the only value, in whole seconds', () => {
    expect(of(7.4)).toEqual({ count: 1, p50: 7, p95: 7, p99: 7 });
  });

  it('are undefined without values', () => {
    expect(of()).toEqual({ count: 0, p50: undefined, p95: undefined, p99: undefined });
  });
});
