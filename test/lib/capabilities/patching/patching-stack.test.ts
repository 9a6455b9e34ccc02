import { describe, expect, it } from 'vitest';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import { everything } from '../../everything.ts';
import { synthesizeStack } from '../../synthesize.ts';
import {
  arnOf,
  functionId,
  idOf,
  localArn,
  logStatement,
  statementsOf,
  variablesOf,
} from '../onboarding/template.ts';

describe('the stack with everything on', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s names nothing outside the partition %s', (region, partition) => {
    const template = synthesizeStack('MusterPatching', everything, region);
    const arns = JSON.stringify(template.toJSON()).match(/arn:aws[a-z-]*:/g);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
  });
});

describe('the function that marks patchable nodes', () => {
  const windows = {
    night: { schedule: 'rate(7 days)', targets: { all: true as const }, operation: 'Install' as const },
  };
  const template = () => synthesizeStack('MusterPatching', { patching: { windows } });
  const marker = () => functionId(template(), 'MarksMarker');

  it('is there when a window installs, is called once a day besides, and has two alarms', () => {
    const scanOnly = synthesizeStack('MusterPatching', { patching: {} });
    const functions = Object.keys(scanOnly.findResources('AWS::Lambda::Function'));
    expect(functions.filter((id) => id.startsWith('Marks'))).toEqual([]);
    const { ScheduleExpression, Target } =
      Object.entries(template().findResources('AWS::Scheduler::Schedule')).find(([id]) =>
        id.startsWith('Marks'),
      )?.[1]['Properties'] ?? {};
    expect([ScheduleExpression, Target.Arn]).toEqual(['rate(1 day)', arnOf(marker())]);
    const alarms = Object.values(template().findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([
      'Muster/Patching/MarkingMissed',
      'Muster/Patching/NodesUnmarked',
    ]);
  });

  it('may set and delete its own tag, and no other', () => {
    const Condition = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['Muster-Patchable'] },
      Null: { 'aws:TagKeys': 'false' },
    };
    const nodes = localArn('ssm', 'managed-instance/*');
    expect(statementsOf(template(), marker())).toEqual([
      logStatement(template(), marker()),
      {
        Effect: 'Allow',
        Action: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'tag:GetResources'],
        Resource: '*', // none of them takes a resource
      },
      {
        ...{ Effect: 'Allow', Action: ['ec2:CreateTags', 'ec2:DeleteTags'] },
        ...{ Resource: localArn('ec2', 'instance/*'), Condition },
      },
      { Effect: 'Allow', Action: 'ssm:AddTagsToResource', Resource: nodes, Condition },
    ]);
    expect(variablesOf(template(), marker())).toEqual({
      [variableOf('patchableTag')]: 'Muster-Patchable',
      [variableOf('nodeArnPrefix')]: localArn('ssm', 'managed-instance/'),
    });
  });

  it('tells its alarms to the topic of the report, which a report alone has by the same id', () => {
    const topicId = (patching: object) =>
      idOf(synthesizeStack('MusterPatching', { patching }), 'AWS::SNS::Topic');
    expect(topicId({ windows })).toBe(topicId({ report: {} }));
    expect(topicId({ windows, report: {} })).toBe('ReportAlarmsTopic914ED509');
  });
});

describe('the report', () => {
  const template = () => synthesizeStack('MusterPatching', { patching: { report: { everyDays: 7 } } });
  const writer = () => functionId(template(), 'ReportWriter');
  const bucketId = () => idOf(template(), 'AWS::S3::Bucket');

  it('is off by default', () => {
    const plain = synthesizeStack('MusterPatching', { patching: { scan: null } });
    expect(plain.findResources('AWS::Lambda::Function')).toEqual({});
  });

  it('is written by a function that may look, and write below one prefix of one bucket', () => {
    expect(statementsOf(template(), writer())).toEqual([
      logStatement(template(), writer()),
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeInstanceStatus',
          'ec2:DescribeInstances',
          'ssm:DescribeInstanceInformation',
          'ssm:DescribeInstancePatchStates',
        ],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: 'ssm:GetPatchBaseline',
        // A default baseline of AWS is in an account of AWS.
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':ssm:', { Ref: 'AWS::Region' }, ':*:patchbaseline/*'],
          ],
        },
      },
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [arnOf(bucketId()), '/patch-compliance/*']] },
      },
    ]);
    expect(variablesOf(template(), writer())).toEqual({
      [variableOf('reportBucket')]: { Ref: bucketId() },
      [variableOf('outdatedAfterDays')]: '14',
    });
  });

  it('is in a bucket whose name is in a parameter', () => {
    const name = '/muster/patching/report-bucket';
    const id = idOf(template(), 'AWS::SSM::Parameter', { Name: name });
    expect(template().toJSON().Resources[id].Properties.Value).toEqual({ Ref: bucketId() });
  });

  it('is written as often, and kept as long, as the configuration says', () => {
    const { ScheduleExpression } =
      Object.values(
        template().findResources('AWS::Scheduler::Schedule', {
          Properties: { Target: { Arn: arnOf(writer()) } },
        }),
      )[0]?.['Properties'] ?? {};
    expect(ScheduleExpression).toBe('rate(7 days)');
    const { Rules } = template().toJSON().Resources[bucketId()].Properties.LifecycleConfiguration;
    expect(Rules[0].ExpirationInDays).toBe(400);
  });
});
