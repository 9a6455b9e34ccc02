import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench } from '../sqs-bench.ts';

describe('metrics', () => {
  it('count what was sent, received and deleted, and the age of the oldest message', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { VisibilityTimeout: 1 });
    bench.sqs.put(bench.arn('launches'), { body: 'from a rule', senderId: 'events' });
    bench.pass(30);
    bench.send('launches');
    bench.pass(12);
    expect(bench.sqs.metrics(bench.arn('launches'))).toMatchObject({
      ApproximateNumberOfMessagesVisible: 2,
      ApproximateAgeOfOldestMessage: 42,
      NumberOfMessagesSent: 2,
      NumberOfMessagesReceived: 0,
    });
    for (const message of queue.receive(10)) queue.delete(queue.receiptHandle(message));
    expect(bench.sqs.metrics(bench.arn('launches'))).toMatchObject({
      ApproximateAgeOfOldestMessage: 0,
      NumberOfMessagesReceived: 2,
      NumberOfMessagesDeleted: 2,
    });
  });

  it('ignore a message that was received three times in the age of the oldest', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    bench.send('launches');
    bench.pass(100);
    bench.receive('launches', 0);
    bench.receive('launches', 0);
    expect(bench.sqs.metrics(bench.arn('launches')).ApproximateAgeOfOldestMessage).toBe(100);
    bench.receive('launches', 0);
    expect(bench.sqs.metrics(bench.arn('launches')).ApproximateAgeOfOldestMessage).toBe(0);
  });

  it('refuses to put what SendMessage would refuse', () => {
    const bench = new SqsBench();
    bench.declare('launches', { MaximumMessageSize: 1024 });
    const put = (name: string, body: string) =>
      codeOf(() => bench.sqs.put(bench.arn(name), { body, senderId: 'events' }));
    expect(put('launches', 'x'.repeat(1025))).toBe('InvalidParameterValueException');
    expect(put('none', 'x')).toBe('QueueDoesNotExist');
  });
});
