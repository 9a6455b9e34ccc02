import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench, START_MS } from '../sqs-bench.ts';

describe('queue attributes', () => {
  it('returns all attributes with the defaults of AWS', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const input = { QueueUrl: bench.url('launches'), AttributeNames: ['All' as const] };
    expect(bench.sqs.operations.GetQueueAttributes.run(input, bench.context).Attributes).toEqual({
      QueueArn: bench.arn('launches'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: String(START_MS / 1000),
      LastModifiedTimestamp: String(START_MS / 1000),
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
  });

  it('changes some and keeps the others; a changed delay is not retroactive', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { DelaySeconds: 180, VisibilityTimeout: 900 });
    bench.send('launches');
    bench.pass(10);
    const set = { QueueUrl: bench.url('launches'), Attributes: { DelaySeconds: '0' } };
    bench.sqs.operations.SetQueueAttributes.run(set, bench.context);
    bench.send('launches');
    expect(queue.counts).toEqual({ visible: 1, inFlight: 0, delayed: 1 });
    const get = {
      QueueUrl: bench.url('launches'),
      AttributeNames: [
        'DelaySeconds' as const,
        'VisibilityTimeout' as const,
        'LastModifiedTimestamp' as const,
      ],
    };
    expect(bench.sqs.operations.GetQueueAttributes.run(get, bench.context).Attributes).toEqual({
      DelaySeconds: '0',
      VisibilityTimeout: '900',
      LastModifiedTimestamp: String(START_MS / 1000 + 10),
    });
  });

  it('refuses values out of range and unknown names', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const set = (Attributes: Record<string, string>) =>
      codeOf(() =>
        bench.sqs.operations.SetQueueAttributes.run(
          { QueueUrl: bench.url('launches'), Attributes },
          bench.context,
        ),
      );
    const wrong = [
      { DelaySeconds: '901' },
      { VisibilityTimeout: '43201' },
      { MessageRetentionPeriod: '59' },
      { MaximumMessageSize: '1048577' },
      { ReceiveMessageWaitTimeSeconds: 'soon' },
      { SqsManagedSseEnabled: 'perhaps' },
      { Policy: 'no JSON' },
    ];
    expect(wrong.map(set)).toEqual(wrong.map(() => 'InvalidAttributeValue'));
    expect(set({ Delay: '1' })).toBe('InvalidAttributeName');
    for (const value of ['true', 'false']) expect(set({ FifoQueue: value })).toBe('InvalidAttributeName');
    const get = { QueueUrl: bench.url('launches'), AttributeNames: ['Delay'] };
    // A name outside the SDK's list, as an old client may send it.
    expect(
      codeOf(() =>
        Reflect.apply(bench.sqs.operations.GetQueueAttributes.run, undefined, [get, bench.context]),
      ),
    ).toBe('InvalidAttributeName');
  });

  it('keeps the policy of a queue policy resource for IAM and for GetQueueAttributes', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    expect(bench.sqs.policiesOf(bench.arn('launches'))).toEqual([]);
    const PolicyDocument = { Version: '2012-10-17', Statement: [] };
    bench.sqs.declareQueuePolicy({ Queues: [bench.url('launches')], PolicyDocument });
    expect(bench.sqs.policiesOf(bench.arn('launches'))).toEqual([PolicyDocument]);
    const get = { QueueUrl: bench.url('launches'), AttributeNames: ['Policy' as const] };
    expect(bench.sqs.operations.GetQueueAttributes.run(get, bench.context).Attributes).toEqual({
      Policy: JSON.stringify(PolicyDocument),
    });
    expect(
      codeOf(() => bench.sqs.declareQueuePolicy({ Queues: bench.url('launches'), PolicyDocument })),
    ).toBe('InvalidParameterValueException');
  });
});
