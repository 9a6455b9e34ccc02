import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { arnOf, ids, localArn } from '../capabilities/onboarding/template.ts';
import { synthesizeOnboarding } from '../synthesize.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

/** The rules that feed the launch queue, by logical id. */
function launchRules() {
  const Arn = arnOf(ids.launchQueue);
  return template.findResources('AWS::Events::Rule', {
    Properties: { Targets: Match.arrayWith([Match.objectLike({ Arn })]) },
  });
}

describe('every queue', () => {
  it('is encrypted by SQS and keeps its messages for 14 days', () => {
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
  });

  it.each([
    ids.launchQueue,
    ids.launchDeadLetters,
    ids.undelivered,
    ids.outcomeQueue,
    ids.outcomeDeadLetters,
    ids.outcomesUndelivered,
  ])('%s denies access without TLS', (id) => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: arnOf(id),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      },
    });
  });

  it.each([ids.launchQueue, ids.undelivered])('%s takes messages from the rules and nobody else', (id) => {
    const [policy] = Object.values(
      template.findResources('AWS::SQS::QueuePolicy', { Properties: { Queues: [{ Ref: id }] } }),
    );
    const statements: { Effect: string; Principal: object; Condition: object }[] =
      policy?.['Properties'].PolicyDocument.Statement;
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    const rules = Object.keys(launchRules());
    expect(allowed.map(({ Condition }) => Condition)).toEqual(
      rules.map((rule) => ({
        ArnEquals: { 'aws:SourceArn': arnOf(rule) },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      })),
    );
    expect(allowed.map(({ Principal }) => Principal)).toEqual(
      rules.map(() => ({ Service: 'events.amazonaws.com' })),
    );
  });

  it('tries a message for six hours at least, however short its window, and twelve times more', () => {
    for (const batchingWindowSeconds of [1, 180, 300]) {
      const queues = Object.values(
        synthesizeOnboarding({ batchingWindowSeconds }).findResources('AWS::SQS::Queue'),
      ).map(({ Properties }) => Properties);
      const tried = queues.filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
      expect(tried).toHaveLength(2);
      for (const { VisibilityTimeout, RedrivePolicy } of tried) {
        const tries = RedrivePolicy.maxReceiveCount - 12;
        expect(tries * VisibilityTimeout).toBeGreaterThanOrEqual(6 * 3600);
        expect((tries - 1) * VisibilityTimeout).toBeLessThan(6 * 3600);
      }
    }
  });

  it('keeps dead letters for the configured time', () => {
    const days = synthesizeOnboarding({ retention: { deadLetterDays: 3 } });
    days.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 3 * 86_400 });
  });
});

describe('the alarms', () => {
  it.each([
    ['Muster/Onboarding/LaunchesDeadLettered', ids.launchDeadLetters],
    ['Muster/Onboarding/EventsUndelivered', ids.undelivered],
    ['Muster/Onboarding/OutcomesDeadLettered', ids.outcomeDeadLetters],
    ['Muster/Onboarding/OutcomesUndelivered', ids.outcomesUndelivered],
  ])('%s goes off when a message rests for two periods', (name, queue) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: name,
      AlarmDescription: Match.stringLikeRegexp(`See docs/runbook\\.md, "${name}"\\.$`),
      AlarmActions: [{ Ref: ids.alarmTopic }],
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 2,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it.each([
    ['LaunchesUnsettled', 'onboard'],
    ['OutcomesUnsettled', 'follow-up'],
  ])(
    '%s goes off when calls fail or messages keep coming back, three times in an hour',
    (condition, name) => {
      const [reader] = Object.keys(
        template.findResources('AWS::Lambda::Function', {
          Properties: { Tags: Match.arrayWith([{ Key: 'muster:function', Value: name }]) },
        }),
      );
      const stat = (Namespace: string, MetricName: string, dimension: object) => ({
        MetricStat: {
          Metric: { Namespace, MetricName, Dimensions: [dimension] },
          Period: 300,
          Stat: 'Sum',
        },
        ReturnData: false,
      });
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `Muster/Onboarding/${condition}`,
        Metrics: [
          { Expression: 'errors + unsettled' },
          stat('AWS/Lambda', 'Errors', { Name: 'FunctionName', Value: { Ref: reader } }),
          stat('Muster', 'MessagesUnsettled', { Name: 'service', Value: `muster-${name}` }),
        ].map(Match.objectLike),
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 12,
        DatapointsToAlarm: 3,
        TreatMissingData: 'notBreaching',
      });
    },
  );

  it('may publish to the topic, only from this account and region, and only over TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: ids.alarmTopic }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: { Ref: ids.alarmTopic },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: ids.alarmTopic },
            Condition: { ArnLike: { 'aws:SourceArn': localArn('cloudwatch', 'alarm:Muster/*') } },
          },
        ].map(Match.objectLike),
      },
    });
  });

  it('are mailed to every address of the configuration, and to nobody when there is none', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const mailed = synthesizeOnboarding({ alarmEmails: ['ops@example.com', 'night@example.com'] });
    mailed.resourceCountIs('AWS::SNS::Subscription', 2);
    mailed.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'night@example.com',
      TopicArn: { Ref: ids.alarmTopic },
    });
  });
});
