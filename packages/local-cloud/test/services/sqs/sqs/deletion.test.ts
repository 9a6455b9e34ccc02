import { describe, expect, it } from 'vitest';
import { SqsBench } from '../sqs-bench.ts';

describe('a queue that is deleted', () => {
  it('leaves nothing on the timeline, and is found by nobody', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { DelaySeconds: 60 });
    queue.put({ body: 'b', senderId: 's' });
    queue.put({ body: 'b', senderId: 's' }, 0);
    queue.receive(1);
    bench.sqs.removeQueue(queue.arn);
    expect(bench.timeline.nextMs).toBeUndefined();
    expect(bench.sqs.has(queue.arn)).toBe(false);
    expect(() => bench.sqs.put(queue.arn, { body: 'b', senderId: 's' })).toThrow('does not exist');
  });

  it('refuses its name to another queue for a minute, which then is empty', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    queue.put({ body: 'b', senderId: 's' });
    bench.sqs.removeQueue(queue.arn);
    expect(() => bench.declare('launches')).toThrow('You must wait 60 seconds after deleting a queue');
    bench.pass(60);
    expect(bench.declare('launches').counts.visible).toBe(0);
  });

  it('takes no more dead letters: they stay where they are', () => {
    const bench = new SqsBench();
    const letters = bench.declare('letters');
    const RedrivePolicy = { deadLetterTargetArn: letters.arn, maxReceiveCount: 1 };
    const queue = bench.declare('launches', { RedrivePolicy });
    queue.put({ body: 'b', senderId: 's' });
    queue.receive(1, 0);
    bench.sqs.removeQueue(letters.arn);
    expect(queue.receive(1)).toHaveLength(1);
  });
});

describe('a queue that is changed', () => {
  it('has defaults for what its properties do not say, and keeps its messages and its policy', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { DelaySeconds: 60 });
    const policy = { Version: '2012-10-17', Statement: [] };
    bench.sqs.declareQueuePolicy({ Queues: [queue.url], PolicyDocument: policy });
    queue.put({ body: 'b', senderId: 's' }, 0);
    bench.sqs.updateQueue(queue.arn, { VisibilityTimeout: 7 });
    expect(queue.settings).toMatchObject({ delaySeconds: 0, visibilityTimeoutSeconds: 7 });
    expect([queue.counts.visible, bench.sqs.policiesOf(queue.arn)]).toEqual([1, [policy]]);
    bench.sqs.removeQueuePolicy(queue.url);
    expect(bench.sqs.policiesOf(queue.arn)).toEqual([]);
  });
});
