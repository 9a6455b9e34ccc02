import { describe, expect, it } from 'vitest';
import { accountId } from '../../accounts.ts';
import { codeOf, SqsBench, START_MS } from './sqs-bench.ts';

describe('queue attributes', () => {
  it('answers all attributes with the defaults of AWS', () => {
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

  it('refuses values out of range and names that are none', () => {
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

describe('finding queues', () => {
  const withQueues = () => {
    const bench = new SqsBench();
    bench.declare('dead');
    const RedrivePolicy = { deadLetterTargetArn: bench.arn('dead'), maxReceiveCount: 5 };
    for (const name of ['a-1', 'a-2', 'b-1']) bench.declare(name, { RedrivePolicy });
    return bench;
  };

  it('gives the URL of a name', () => {
    const bench = withQueues();
    const { GetQueueUrl } = bench.sqs.operations;
    expect(GetQueueUrl.run({ QueueName: 'a-1' }, bench.context)).toEqual({ QueueUrl: bench.url('a-1') });
    expect(codeOf(() => GetQueueUrl.run({ QueueName: 'c' }, bench.context))).toBe('QueueDoesNotExist');
  });

  it('finds a queue by the last two segments of the URL, whatever the host', () => {
    const bench = withQueues();
    const QueueUrl = `https://sqs.eu-west-1.amazonaws.com/${accountId}/a-1`;
    bench.sqs.operations.SendMessage.run({ QueueUrl, MessageBody: 'x' }, bench.context);
    expect(bench.sqs.queue(bench.arn('a-1')).counts.visible).toBe(1);
  });

  it('lists by prefix and in pages', () => {
    const bench = withQueues();
    const { ListQueues } = bench.sqs.operations;
    const prefixed = ListQueues.run({ QueueNamePrefix: 'a-' }, bench.context);
    expect(prefixed.QueueUrls).toEqual([bench.url('a-1'), bench.url('a-2')]);
    const first = ListQueues.run({ MaxResults: 3 }, bench.context);
    expect(first.QueueUrls).toHaveLength(3);
    const second = ListQueues.run({ MaxResults: 3, NextToken: first.NextToken }, bench.context);
    expect(second).toEqual({ QueueUrls: [bench.url('b-1')], NextToken: undefined });
    expect(ListQueues.run({ QueueNamePrefix: 'none' }, bench.context).QueueUrls).toBeUndefined();
  });

  it('lists the queues that use a dead-letter queue', () => {
    const bench = withQueues();
    const input = { QueueUrl: bench.url('dead') };
    const { queueUrls } = bench.sqs.operations.ListDeadLetterSourceQueues.run(input, bench.context);
    expect(queueUrls).toEqual([bench.url('a-1'), bench.url('a-2'), bench.url('b-1')]);
  });
});

describe('PurgeQueue', () => {
  it('takes everything out, once in 60 seconds', () => {
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

describe('authorizations', () => {
  it('name the action, the queue ARN and the secure transport, also of a queue that is not there', () => {
    const bench = new SqsBench();
    const { operations } = bench.sqs;
    const QueueUrl = bench.url('launches');
    const asked = (action: string, resource = bench.arn('launches')) => [
      { action: `sqs:${action}`, resource, conditions: { 'aws:SecureTransport': 'true' } },
    ];
    const { context } = bench;
    expect(operations.SendMessageBatch.authorize({ QueueUrl, Entries: [] }, context)).toEqual(
      asked('SendMessage'),
    );
    expect(operations.ReceiveMessage.authorize({ QueueUrl }, context)).toEqual(asked('ReceiveMessage'));
    expect(operations.DeleteMessageBatch.authorize({ QueueUrl, Entries: [] }, context)).toEqual(
      asked('DeleteMessage'),
    );
    expect(operations.GetQueueUrl.authorize({ QueueName: 'launches' }, context)).toEqual(
      asked('GetQueueUrl'),
    );
    expect(operations.ListQueues.authorize({}, context)).toEqual(asked('ListQueues', '*'));
  });
});

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

  it('pass over a message that was received three times when they look for the oldest', () => {
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
