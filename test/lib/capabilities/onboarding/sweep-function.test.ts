import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepScopes } from '../../../../lambdas/shared/runtime/contract.ts';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import { synthesizeOnboarding } from '../../synthesize.ts';
import { arnOf, functionId, ids, logStatement, statementsOf, variablesOf } from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

describe('the sweep function', () => {
  const sweep = () => functionId(template, 'SweepingSweep');

  it('may look at everything, put launches into the queue, propose and hand over; it may neither write entries nor send', () => {
    expect(statementsOf(template, sweep())).toEqual([
      logStatement(template, sweep()),
      {
        Effect: 'Allow',
        Action: [
          ...['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'ec2:DescribeTags'],
          ...['ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
        ],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: [...['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Scan']],
        Resource: arnOf(ids.roster),
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: arnOf(ids.roster),
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['#pulse', '#turn/*'] } },
      },
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: expect.objectContaining({
          'Fn::Join': ['', expect.arrayContaining([':event-bus/default'])],
        }),
      },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf(ids.launchQueue) },
    ]);
  });

  it('knows the roster, the queue, when a launch is missing, what was deployed, and who decides otherwise', () => {
    expect(variablesOf(template, sweep())).toEqual({
      [variableOf('rosterTable')]: { Ref: ids.roster },
      [variableOf('launchQueueUrl')]: { Ref: ids.launchQueue },
      [variableOf('missingAfterSeconds')]: '1800',
      [variableOf('profiles')]: JSON.stringify([
        { name: 'emr', tags: { 'aws:elasticmapreduce:job-flow-id': '*' } },
        { name: 'default', tags: {} },
      ]),
      [variableOf('exclusions')]: JSON.stringify([
        { key: 'muster:exclude', value: 'true' },
        { key: 'Name', value: 'Packer Builder', isOfImage: true },
        { key: 'CreatedBy', value: 'EC2 Image Builder', isOfImage: true },
        { key: 'Ec2ImageBuilderArn', value: '*', isOfImage: true },
      ]),
      [variableOf('verifyEvery')]: 'never',
      [variableOf('outside')]: 'null',
      [variableOf('configuration')]: expect.stringMatching(/^[0-9a-f]{12}$/),
      [variableOf('documentVersions')]: expect.objectContaining({ 'Fn::Join': expect.anything() }),
    });
  });

  it('has an alarm for instances that have drifted where they are verified', () => {
    const alarmsOf = (stack: Template) =>
      Object.values(stack.findResources('AWS::CloudWatch::Alarm')).map(
        ({ Properties }) => Properties.AlarmName,
      );
    const name = 'Muster/Onboarding/InstancesDrifted';
    expect(alarmsOf(template)).not.toContain(name);
    expect(alarmsOf(synthesizeOnboarding({ verification: { every: 'day' } }))).toContain(name);
  });

  it('is called every 20 minutes about the unmanaged, and once a day about all', () => {
    const Target = { Arn: arnOf(sweep()) };
    const schedules = Object.values(
      template.findResources('AWS::Scheduler::Schedule', { Properties: { Target } }),
    );
    const calls = schedules.map(({ Properties }) => [
      Properties.ScheduleExpression,
      JSON.parse(Properties.Target.Input),
    ]);
    expect(calls).toEqual([
      ['rate(20 minutes)', { scope: 'unmanaged' }],
      ['rate(1 day)', { scope: 'all' }],
    ]);
    expect(calls.map(([, { scope }]) => scope)).toEqual([...sweepScopes]);
  });
});
