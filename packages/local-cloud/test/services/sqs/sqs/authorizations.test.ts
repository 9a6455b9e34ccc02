import { describe, expect, it } from 'vitest';
import { SqsBench } from '../sqs-bench.ts';

describe('authorizations', () => {
  it('name the action, the queue ARN and the secure transport, even for a queue that does not exist', () => {
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
