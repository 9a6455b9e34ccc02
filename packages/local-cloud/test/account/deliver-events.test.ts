import { describe, expect, it } from 'vitest';
import { deployStack } from '../../src/deployment/deploy-stack.ts';
import { accountId, newCloud, region, stackOf } from '../cloud-bench.ts';

const arnOf = (queueName: string) => `arn:aws:sqs:${region}:${accountId}:${queueName}`;
const ruleArn = `arn:aws:events:${region}:${accountId}:rule/Tests`;

const policy = (logicalId: string, condition: object = {}) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: logicalId }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': [logicalId, 'Arn'] },
          Condition: condition,
        },
      ],
    },
  },
});

/** Deploys a rule with a queue, a dead-letter queue and these policies, and puts one event. */
async function putEvent(policies: Readonly<Record<string, unknown>>, target: object = {}) {
  const { cloud, lines } = newCloud();
  await deployStack(
    cloud,
    stackOf({
      Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } },
      Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'Tests',
          EventPattern: { source: ['test'] },
          State: 'ENABLED',
          Targets: [
            {
              Id: 'Inbox',
              Arn: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
              ...target,
            },
          ],
        },
      },
      ...policies,
    }),
  );
  cloud.events.putServiceEvent({ source: 'test', detailType: 'Test', resources: [], detail: { n: 1 } });
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 5000 });
  const received = (queueName: string) => cloud.sqs.queue(arnOf(queueName)).receive(10, 30);
  return { cloud, lines, received };
}

describe('an event for a queue', () => {
  it('arrives when the policy of the queue allows it', async () => {
    const { received, cloud } = await putEvent({ P: policy('Inbox'), Q: policy('Letters') });
    expect(received('inbox').map(({ body, senderId }) => [JSON.parse(body).detail, senderId])).toEqual([
      [{ n: 1 }, 'events.amazonaws.com'],
    ]);
    expect(received('letters')).toEqual([]);
    expect(cloud.observations.cloudwatch.totals().map(({ name }) => name)).not.toContain('FailedInvocations');
  });

  it('arrives when the policy allows this rule', async () => {
    const { received } = await putEvent({ P: policy('Inbox', { ArnEquals: { 'aws:SourceArn': ruleArn } }) });
    expect(received('inbox')).toHaveLength(1);
  });

  it.each([
    ['there is no policy', {}],
    [
      'the policy is for another rule',
      { P: policy('Inbox', { ArnEquals: { 'aws:SourceArn': `${ruleArn}2` } }) },
    ],
    [
      'the policy is for another account',
      { P: policy('Inbox', { StringEquals: { 'aws:SourceAccount': '1' } }) },
    ],
  ])("goes to the rule's dead-letter queue at once when %s", async (_, policies) => {
    const { received, lines } = await putEvent({ ...policies, Q: policy('Letters') });
    expect(received('inbox')).toEqual([]);
    const [letter, ...others] = received('letters');
    expect(others).toEqual([]);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ source: 'test', detail: { n: 1 } });
    const attributes = Object.entries(letter?.attributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    expect(Object.fromEntries(attributes)).toEqual({
      RULE_ARN: ruleArn,
      TARGET_ARN: arnOf('inbox'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: expect.stringContaining('no resource-based policy allows the sqs:SendMessage action'),
      RETRY_ATTEMPTS: '0',
    });
    expect(lines.filter(({ kind }) => kind === 'events.undelivered')).toHaveLength(1);
  });

  it('is lost, and counted, when the dead-letter queue does not take it either', async () => {
    const { received, cloud } = await putEvent({});
    expect([received('inbox'), received('letters')]).toEqual([[], []]);
    expect(cloud.observations.cloudwatch.totals()).toContainEqual(
      expect.objectContaining({ namespace: 'AWS/Events', name: 'InvocationsFailedToBeSentToDlq', sum: 1 }),
    );
  });

  it('goes to the dead-letter queue when its own queue does not exist', async () => {
    const { received } = await putEvent({ Q: policy('Letters') }, { Arn: arnOf('nowhere') });
    const [letter] = received('letters');
    expect(letter?.attributes?.['ERROR_CODE']?.StringValue).toMatch(/^NO_(RESOURCE|PERMISSIONS)$/);
  });

  it('refuses a target other than a queue, topic or function as not emulated', async () => {
    const arn = `arn:aws:kinesis:${region}:${accountId}:stream/s`;
    await expect(putEvent({}, { Arn: arn })).rejects.toThrow(arn);
  });
});

describe('an event for a topic', () => {
  const Arn = `arn:aws:sns:${region}:${accountId}:notices`;
  const Topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'notices' } };
  const allowing = (statement: object = {}) => ({
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' },
            ...{ Resource: Arn, ...statement },
          },
        ],
      },
    },
  });

  it('is published when the policy of the topic allows it', async () => {
    const { cloud } = await putEvent({ Topic, P: allowing(), Q: policy('Letters') }, { Arn });
    expect(cloud.sns.published.map(({ message }) => JSON.parse(message).detail)).toEqual([{ n: 1 }]);
  });

  it.each([
    ['the policy does not allow it', { Topic, P: allowing({ Action: 'sns:Subscribe' }) }, 'NO_PERMISSIONS'],
    ['there is no topic', { P: policy('Inbox') }, 'NO_PERMISSIONS'],
  ])('goes to the dead-letter queue when %s', async (_, resources, code) => {
    const { cloud, received } = await putEvent({ ...resources, Q: policy('Letters') }, { Arn });
    expect(cloud.sns.published).toEqual([]);
    expect(received('letters').map(({ attributes }) => attributes?.['ERROR_CODE']?.StringValue)).toEqual([
      code,
    ]);
  });
});

describe('an event for a function', () => {
  const functionArn = `arn:aws:lambda:${region}:${accountId}:function:f`;
  const permission = (properties: object = {}) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{ Action: 'lambda:InvokeFunction', FunctionName: 'f', Principal: 'events.amazonaws.com' },
      ...properties,
    },
  });
  const errorCode = async (policies: Readonly<Record<string, unknown>>) => {
    const { received } = await putEvent({ ...policies, Q: policy('Letters') }, { Arn: functionArn });
    return received('letters').map(({ attributes }) => attributes?.['ERROR_CODE']?.StringValue);
  };

  it('goes to the dead-letter queue when no permission of the function allows it', async () => {
    expect(await errorCode({})).toEqual(['NO_PERMISSIONS']);
    expect(await errorCode({ P: permission({ SourceArn: `${ruleArn}2` }) })).toEqual(['NO_PERMISSIONS']);
  });

  it('goes to the dead-letter queue when it is allowed but the function does not exist', async () => {
    expect(await errorCode({ P: permission({ SourceArn: ruleArn }) })).toEqual(['NO_RESOURCE']);
  });

  it('refuses a permission for an organisation as not emulated', async () => {
    await expect(putEvent({ P: permission({ PrincipalOrgID: 'o-1' }) })).rejects.toThrow('PrincipalOrgID');
  });
});

describe('an event for a queue, by the role of the target', () => {
  const role = (sourceArn: string, action = 'sqs:SendMessage') => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': accountId },
              ArnLike: { 'aws:SourceArn': sourceArn },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'Send',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: action, Resource: arnOf('inbox') }],
          },
        },
      ],
    },
  });
  const target = { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } };

  it('is delivered without a policy of the queue, if the rule may have the role', async () => {
    const { received } = await putEvent({ Role: role(ruleArn) }, target);
    expect(received('inbox')).toHaveLength(1);
  });

  it.each([
    ['refuses a role that trusts another rule', role(`${ruleArn}-other`)],
    ['refuses a role that may do something else', role(ruleArn, 'sqs:ReceiveMessage')],
  ])('%s, whatever the policy of the queue allows', async (_, Role) => {
    const { received } = await putEvent({ Role, Policy: policy('Inbox') }, target);
    expect(received('inbox')).toHaveLength(0);
  });
});
