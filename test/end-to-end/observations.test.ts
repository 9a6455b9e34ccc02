import { deployStack, type FunctionSettings, type LocalCloud } from 'local-cloud';
import { accountId, jsonRequest, newCloud, region, stackOf } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import { specOf, startApplication } from './application.ts';

const roleArn = `arn:aws:iam::${accountId}:role/Onboard`;
const role = { kind: 'role', roleArn } as const;
const settings: FunctionSettings = {
  functionName: 'onboard',
  arn: `arn:aws:lambda:${region}:${accountId}:function:onboard`,
  roleArn,
  folder: '',
  handler: 'index.handler',
  nodeMajor: '24',
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  variables: {},
  reservedConcurrency: undefined,
  logGroupName: '/aws/lambda/onboard',
};

function allow(cloud: LocalCloud, Action: string | string[], Resource = '*'): void {
  cloud.access.attachToRole(roleArn, 'given', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource }],
  });
}

const metric = (value: number) =>
  JSON.stringify({
    _aws: {
      Timestamp: Date.UTC(2026, 0, 1),
      CloudWatchMetrics: [{ Namespace: 'Test', Dimensions: [[]], Metrics: [{ Name: 'N' }] }],
    },
    N: value,
  });

describe('the log of a function', () => {
  it('is kept by whole lines, however they are written', () => {
    const { cloud } = newCloud();
    allow(cloud, 'logs:*');
    for (const text of ['one\ntw', 'o', '\nthree\n\nfi', 've']) cloud.observations.log(settings, text);
    expect(cloud.observations.linesOf('onboard')).toEqual(['one', 'two', 'three', '']);
    expect(cloud.observations.linesOf('other')).toEqual([]);
  });

  it('is searched for metrics', () => {
    const { cloud } = newCloud();
    allow(cloud, 'logs:*');
    const line = metric(3);
    cloud.observations.log(settings, `${line.slice(0, 20)}`);
    cloud.observations.log(settings, `${line.slice(20)}\n${metric(4)}\n`);
    expect(cloud.observations.cloudwatch.totals()).toMatchObject([
      { namespace: 'Test', name: 'N', sum: 7, count: 2 },
    ]);
    expect(cloud.observations.cloudwatch.rejected).toEqual([]);
  });

  it('keeps the latest lines of a long run', () => {
    const { cloud } = newCloud();
    allow(cloud, 'logs:*');
    for (let n = 0; n < 25; n++)
      cloud.observations.log(settings, Array.from({ length: 1000 }, (_, i) => `${n * 1000 + i}\n`).join(''));
    const lines = cloud.observations.linesOf('onboard');
    expect(lines.length).toBeLessThanOrEqual(20_000);
    expect(lines.length).toBeGreaterThanOrEqual(10_000);
    expect(lines.at(-1)).toBe('24999');
  });

  it.each([
    ['logs:CreateLogStream', 'logs:PutLogEvents AccessDeniedException'],
    ['logs:PutLogEvents', 'logs:CreateLogStream AccessDeniedException'],
  ])('is lost, and the denial counted, when the role has only %s', (action, refusal) => {
    const { cloud, lines } = newCloud();
    allow(cloud, action);
    cloud.observations.log(settings, `${metric(3)}\n`);
    expect(cloud.observations.linesOf('onboard')).toEqual([]);
    expect(cloud.observations.cloudwatch.totals()).toEqual([]);
    expect([cloud.observations.deniedCalls, cloud.observations.refusals]).toEqual([1, { [refusal]: 1 }]);
    expect(lines.map(({ kind }) => kind)).toContain('logs.lost');
  });

  it('is lost when the permission is for another log group', () => {
    const { cloud } = newCloud();
    allow(cloud, 'logs:*', `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/sweep:*`);
    cloud.observations.log(settings, 'line\n');
    expect([cloud.observations.linesOf('onboard'), cloud.observations.deniedCalls]).toEqual([[], 1]);
    const { cloud: other } = newCloud();
    allow(other, 'logs:*', `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/onboard:*`);
    other.observations.log(settings, 'line\n');
    expect([other.observations.linesOf('onboard'), other.observations.deniedCalls]).toEqual([['line'], 0]);
  });
});

describe('the calls of functions', () => {
  it('are counted by operation, refusals by code, denials apart', () => {
    const { cloud, lines } = newCloud();
    allow(cloud, ['ssm:ListCommands', 'ssm:GetDocument']);
    const call = (operation: string, input: object) =>
      cloud.gateway.serve(jsonRequest('ssm', `AmazonSSM.${operation}`, input), role);
    call('ListCommands', {});
    call('ListCommands', { MaxResults: 'x' });
    call('DescribeInstanceInformation', {});
    call('GetDocument', { Name: 'Nothing' });
    expect(cloud.observations.calls).toEqual({
      'ssm:DescribeInstanceInformation': 1,
      'ssm:GetDocument': 1,
      'ssm:ListCommands': 2,
    });
    expect(cloud.observations.refusals).toEqual({
      'ssm:ListCommands SerializationException': 1,
      'ssm:DescribeInstanceInformation AccessDeniedException': 1,
      'ssm:GetDocument InvalidDocument': 1,
    });
    expect(cloud.observations.deniedCalls).toBe(1);
    expect(lines.filter(({ kind }) => kind === 'call').map(({ fields }) => fields['code'])).toEqual([
      'ok',
      'SerializationException',
      'AccessDeniedException',
      'InvalidDocument',
    ]);
  });
});

describe('an alarm on a queue', () => {
  /** A queue with an alarm and a topic; a message makes the alarm ring. */
  async function ring(topicPolicy: Readonly<Record<string, unknown>>) {
    const traced = newCloud();
    const { cloud } = traced;
    await deployStack(
      cloud,
      stackOf({
        Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
        Alarm: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            AlarmName: 'Test/Letters',
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateNumberOfMessagesVisible',
            Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Letters', 'QueueName'] } }],
            Statistic: 'Maximum',
            Period: 60,
            EvaluationPeriods: 2,
            Threshold: 1,
            ComparisonOperator: 'GreaterThanOrEqualToThreshold',
            TreatMissingData: 'notBreaching',
            AlarmActions: [{ Ref: 'Topic' }],
          },
        },
        ...topicPolicy,
      }),
    );
    cloud.sqs.put(`arn:aws:sqs:${region}:${accountId}:letters`, { body: 'x', senderId: 'test' });
    const untilMs = cloud.timeline.nowMs + 10 * 60_000;
    cloud.observations.watchUntil(untilMs);
    await cloud.loop.run({ untilMs });
    return traced;
  }
  const policy = (source: string) => ({
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: { Ref: 'Topic' },
              Condition: { ArnLike: { 'aws:SourceArn': source } },
            },
          ],
        },
      },
    },
  });

  it('is heard when the policy of the topic allows it', async () => {
    const { cloud } = await ring(policy(`arn:aws:cloudwatch:${region}:${accountId}:alarm:*`));
    expect(cloud.sns.published.map(({ subject }) => subject)).toEqual(['ALARM: Test/Letters']);
  });

  it.each([
    ['without a policy', {}],
    ['with a policy for other alarms', policy(`arn:aws:cloudwatch:${region}:${accountId}:alarm:Other/*`)],
  ])('is refused by a topic %s, and the trace says so', async (_, topicPolicy) => {
    const { cloud, lines } = await ring(topicPolicy);
    expect(cloud.sns.published).toEqual([]);
    expect(
      lines.filter(({ kind }) => kind === 'cloudwatch.action-refused').map(({ fields }) => fields),
    ).toEqual([
      {
        alarm: 'Test/Letters',
        reason: expect.stringContaining('no resource-based policy allows the sns:Publish action'),
      },
    ]);
  });
});

it('shows the metrics that the application emits', async () => {
  const application = await startApplication();
  application.cloud.ec2.fleet.launch([specOf('amazonLinux2023'), specOf('amazonLinux2023')]);
  await application.pass(15);
  const { cloudwatch, calls, deniedCalls } = application.cloud.observations;
  const received = cloudwatch.totals().filter(({ name }) => name === 'StateChangesReceived');
  expect(received.reduce((sum, total) => sum + total.sum, 0)).toBe(2);
  expect(cloudwatch.rejected).toEqual([]);
  expect(cloudwatch.totals().filter(({ namespace }) => namespace === 'AWS/SQS').length).toBeGreaterThan(0);
  expect(calls['ssm:SendCommand']).toBeGreaterThan(0);
  expect(deniedCalls).toBe(0);
});
