import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionId, idOf, ids } from '../capabilities/onboarding/template.ts';
import { synthesizeOnboarding, synthesizeStack } from '../synthesize.ts';

const reportEvery = (everyDays: number, settings = {}) =>
  synthesizeStack('MusterPatching', { patching: { report: { everyDays } }, ...settings });

/** The alarm on the calls of a function: its properties, and what it depends on. */
function alarmOn(template: Template, name: string) {
  const id = idOf(template, 'AWS::CloudWatch::Alarm', { AlarmName: name });
  const { Properties, DependsOn } = template.toJSON().Resources[id];
  return { id, properties: Properties, after: [DependsOn].flat() };
}

/** How far an alarm looks back: the length of a period in minutes, and the number of periods. */
function windowOf(template: Template, name: string): (number | undefined)[] {
  const { EvaluationPeriods, DatapointsToAlarm, Period, Metrics = [] } = alarmOn(template, name).properties;
  const periods = Metrics.flatMap(({ MetricStat }: { MetricStat?: { Period: number } }) =>
    MetricStat === undefined ? [] : [MetricStat.Period],
  );
  expect(new Set(periods).size).toBeLessThan(2);
  expect(DatapointsToAlarm).toBeUndefined();
  return [(Period ?? periods[0]) / 60, EvaluationPeriods];
}

describe.each([
  ['Muster/Onboarding/RechecksMissed', 'RecheckingRecheck', () => synthesizeOnboarding(), ids.alarmTopic],
  ['Muster/Onboarding/SweepsMissed', 'SweepingSweep', () => synthesizeOnboarding(), ids.alarmTopic],
  ['Muster/Patching/ReportsMissed', 'ReportWriter', () => reportEvery(1), 'ReportAlarmsTopic914ED509'],
])('%s', (name, path, stack, topic) => {
  it('goes off when no call ended well in its window, because calls fail or because none come', () => {
    const Value = { Ref: functionId(stack(), path) };
    const metric = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value }] },
        Period: expect.any(Number),
        Stat: 'Sum',
      },
    });
    expect(alarmOn(stack(), name).properties).toMatchObject({
      Metrics: [
        { Expression: 'invocations - errors' },
        metric('invocations', 'Invocations'),
        metric('errors', 'Errors'),
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });

  it('goes to the topic, with the article to read', () => {
    const { AlarmActions, AlarmDescription } = alarmOn(stack(), name).properties;
    expect(AlarmActions).toEqual([{ Ref: topic }]);
    expect(AlarmDescription).toMatch(/^[A-Z].*\. See docs\/runbook\.md, "[A-Za-z/]+"\.$/);
    expect(AlarmDescription).toContain(`"${name}"`);
  });

  it('is made after the schedule, which calls at once', () => {
    const Target = { Arn: { 'Fn::GetAtt': [functionId(stack(), path), 'Arn'] } };
    const schedules = stack().findResources('AWS::Scheduler::Schedule', { Properties: { Target } });
    expect(Object.keys(schedules).filter((id) => alarmOn(stack(), name).after.includes(id))).toHaveLength(1);
  });
});

describe('how far an alarm looks back', () => {
  it.each([
    [1, [5, 3]],
    [5, [5, 5]],
    [7, [5, 7]],
    [60, [5, 38]],
  ])('is three rechecks, every %i minutes, and ten minutes', (recheckMinutes, expected) => {
    const template = synthesizeOnboarding({ recheckMinutes });
    expect(windowOf(template, 'Muster/Onboarding/RechecksMissed')).toEqual(expected);
  });

  it('is two sweeps and ten minutes', () => {
    expect(windowOf(synthesizeOnboarding(), 'Muster/Onboarding/SweepsMissed')).toEqual([5, 10]);
  });

  it.each([
    [1, [60, 50]],
    [3, [60, 146]],
    [4, [60, 98]],
    [6, [60, 146]],
  ])('is two reports, every %i days, or one if two are too long, and two hours', (days, expected) => {
    expect(windowOf(reportEvery(days), 'Muster/Patching/ReportsMissed')).toEqual(expected);
  });

  it.each([7, 31])(
    'is too short for reports every %i days: then the alarm goes off for calls that failed for good',
    (days) => {
      const template = reportEvery(days);
      expect(windowOf(template, 'Muster/Patching/ReportsMissed')).toEqual([60, 1]);
      expect(alarmOn(template, 'Muster/Patching/ReportsMissed').properties).toMatchObject({
        Namespace: 'AWS/Lambda',
        MetricName: 'AsyncEventsDropped',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId(template, 'ReportWriter') } }],
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
        TreatMissingData: 'notBreaching',
      });
    },
  );
});

describe('the alarm on the patch report', () => {
  it('has its own topic, which mails the addresses for alarms, and whose ARN is a parameter', () => {
    const template = reportEvery(1, { alarmEmails: ['ops@example.com'] });
    const Ref = idOf(template, 'AWS::SNS::Topic');
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
      TopicArn: { Ref },
    });
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/muster/patching/alarm-topic-arn',
      Value: { Ref },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
  });

  it('does not exist without a report', () => {
    const plain = synthesizeStack('MusterPatching', { patching: {} });
    plain.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    plain.resourceCountIs('AWS::SNS::Topic', 0);
  });
});
