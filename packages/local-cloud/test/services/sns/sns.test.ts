import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { Sns } from '../../../src/services/sns/sns.ts';
import { accountId } from '../../accounts.ts';
import { recordingHost } from '../../recording-host.ts';

const topicArn = `arn:aws:sns:eu-west-1:${accountId}:Alarms`;
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

function start(properties: Record<string, unknown> = {}) {
  const host = recordingHost();
  const sns = new Sns(host);
  sns.declareTopic({ logicalId: 'Alarms', arn: topicArn, properties });
  const publish = (input: object) =>
    sns.operations['Publish']?.run({ TopicArn: topicArn, Message: 'm', ...input }, context);
  return { host, sns, publish };
}

describe('publishing', () => {
  test('stores the message, returns its id and traces it', () => {
    const { host, sns, publish } = start();
    const answer = publish({ Subject: 'Hello' });
    expect(sns.published).toEqual([
      { messageId: expect.any(String), topicArn, subject: 'Hello', message: 'm', atMs: host.timeline.nowMs },
    ]);
    expect(answer).toEqual({ MessageId: sns.published[0]?.messageId });
    expect(host.traced[0]).toMatchObject({ kind: 'sns.published', fields: { topicArn, message: 'm' } });
  });

  test('takes the topic as the target, and a message with an entry for each protocol', () => {
    const { sns, publish } = start();
    publish({ TopicArn: undefined, TargetArn: topicArn });
    publish({ MessageStructure: 'json', Message: '{"default":"d","email":"e"}' });
    expect(sns.published.map(({ message }) => message)).toEqual(['m', 'd']);
  });

  test('asks IAM about the topic', () => {
    const { sns } = start();
    const asked = sns.operations['Publish']?.authorize({ TopicArn: topicArn }, context);
    expect(asked).toEqual([{ action: 'sns:Publish', resource: topicArn }]);
  });

  test.each([
    [{ TopicArn: `${topicArn}2` }, 'NotFound', 'Topic does not exist'],
    [{ TopicArn: 'x' }, 'InvalidParameter', 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ TopicArn: 'x:1' }, 'InvalidParameter', 'TopicArn Reason: An ARN must have at least 6 elements, not 2'],
    [{ TopicArn: '' }, 'InvalidParameter', 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ TopicArn: topicArn.replace('-1', '-3') }, 'InvalidParameter', 'Invalid parameter: TopicArn'],
    [{ TopicArn: topicArn.replace('sns', 'sqs') }, 'InvalidParameter', 'Invalid parameter: TopicArn'],
    [{ TopicArn: undefined }, 'InvalidParameter', 'TopicArn or TargetArn'],
    [{ Message: '' }, 'InvalidParameter', 'Empty message'],
    [{ Message: 'x'.repeat(262_145) }, 'InvalidParameter', 'Message too long'],
    [
      { Message: 'x'.repeat(262_144), MessageAttributes: { k: { DataType: 'String', StringValue: 'v' } } },
      'InvalidParameter',
      'Message too long',
    ],
    [
      { TopicArn: undefined, TargetArn: topicArn.replace('Alarms', 'endpoint/APNS/app/1') },
      'InvalidParameter',
      'TargetArn Reason: No endpoint found for the target arn specified',
    ],
    [
      { MessageStructure: 'json', Message: '{"sqs":"m"}' },
      'InvalidParameter',
      'Message Structure - No default entry in JSON message body',
    ],
    [
      { MessageStructure: 'json', Message: '{"default":{"a":1}}' },
      'InvalidParameter',
      'Message Structure - No default entry in JSON message body',
    ],
    [
      { MessageStructure: 'json', Message: '{"default": {}' },
      'InvalidParameter',
      'Message Structure - JSON message body failed to parse',
    ],
    [{ Subject: 'x'.repeat(101) }, 'InvalidParameter', 'Invalid parameter: Subject'],
    [{ Subject: 'two\nlines' }, 'InvalidParameter', 'Invalid parameter: Subject'],
  ])('refuses %o', (input, code, message) => {
    const { publish, sns } = start();
    expect(() => publish(input)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
    expect(sns.published).toEqual([]);
  });

  test('refuses what is not emulated', () => {
    expect(() => start().publish({ PhoneNumber: '+15550100' })).toThrow(NotEmulatedError);
    expect(() => start({ FifoTopic: true })).toThrow('FifoTopic of AWS::SNS::Topic Alarms');
  });
});

describe('subscriptions', () => {
  test('are recorded, inline in a topic or as a separate resource', () => {
    const { sns } = start({ Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }] });
    const properties = { TopicArn: topicArn, Protocol: 'https', Endpoint: 'https://example.com' };
    sns.declareSubscription({ logicalId: 'S', arn: '', properties });
    expect(sns.subscriptions).toEqual([
      { topicArn, protocol: 'email', endpoint: 'ops@example.com' },
      { topicArn, protocol: 'https', endpoint: 'https://example.com' },
    ]);
  });

  test('refuses subscribers inside the cloud', () => {
    const declare = (properties: object) =>
      start().sns.declareSubscription({
        logicalId: 'S',
        arn: '',
        properties: { TopicArn: topicArn, Protocol: 'email', Endpoint: 'x', ...properties },
      });
    expect(() => declare({ Protocol: 'sqs' })).toThrow(NotEmulatedError);
    expect(() => declare({ FilterPolicy: {} })).toThrow(NotEmulatedError);
    expect(() => declare({ TopicArn: `${topicArn}2` })).toThrow('Topic does not exist');
  });
});
