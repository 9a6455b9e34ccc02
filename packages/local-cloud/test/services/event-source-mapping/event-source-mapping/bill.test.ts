import { expect, it } from 'vitest';
import { MappingBench } from '../mapping-bench.ts';

it('a mapping is billed for receives and deletes of ten messages each, and for the size of what it receives', () => {
  const bench = new MappingBench();
  bench.declare('launches', { VisibilityTimeout: 600 });
  bench.map({ BatchSize: 1000, MaximumBatchingWindowInSeconds: 180 });
  bench.sendMany(100);
  while (bench.timeline.step());
  const first = bench.meter.totals['sqs.requests'] ?? 0;
  expect(first).toBeGreaterThanOrEqual(20);
  expect(first).toBeLessThan(24);
  const body = 'x'.repeat(200_000);
  bench.sqs.queue(bench.arn('launches')).put({ body, senderId: 'test' });
  while (bench.timeline.step());
  expect(bench.meter.totals['sqs.requests']).toBe(first + 4 + 1);
});
