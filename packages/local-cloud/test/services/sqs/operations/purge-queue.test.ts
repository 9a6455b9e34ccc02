import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench } from '../sqs-bench.ts';

describe('PurgeQueue', () => {
  it('removes all messages, once in 60 seconds', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    bench.send('launches', 'in flight');
    bench.receive('launches');
    bench.send('launches', 'delayed', 10);
    bench.send('launches', 'visible');
    const purge = () =>
      bench.sqs.operations.PurgeQueue.run({ QueueUrl: bench.url('launches') }, bench.context);
    purge();
    expect(queue.counts).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(bench.timeline.nextMs).toBeUndefined();
    bench.pass(59);
    expect(codeOf(purge)).toBe('PurgeQueueInProgress');
    bench.pass(1);
    expect(codeOf(purge)).toBe('no error');
  });
});
