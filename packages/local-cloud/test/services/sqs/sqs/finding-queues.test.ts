import { describe, expect, it } from 'vitest';
import { accountId } from '../../../accounts.ts';
import { codeOf, SqsBench } from '../sqs-bench.ts';

describe('finding queues', () => {
  const withQueues = () => {
    const bench = new SqsBench();
    bench.declare('dead');
    const RedrivePolicy = { deadLetterTargetArn: bench.arn('dead'), maxReceiveCount: 5 };
    for (const name of ['a-1', 'a-2', 'b-1']) bench.declare(name, { RedrivePolicy });
    return bench;
  };

  it('returns the URL for a name', () => {
    const bench = withQueues();
    const { GetQueueUrl } = bench.sqs.operations;
    expect(GetQueueUrl.run({ QueueName: 'a-1' }, bench.context)).toEqual({ QueueUrl: bench.url('a-1') });
    expect(codeOf(() => GetQueueUrl.run({ QueueName: 'c' }, bench.context))).toBe('QueueDoesNotExist');
  });

  it('finds a queue by the last two segments of the URL, for any host', () => {
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
