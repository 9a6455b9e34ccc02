import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesizeOnboarding } from '../../synthesize.ts';
import {
  arnOf,
  functionId,
  iamArn,
  idOf,
  ids,
  localArn,
  logStatement,
  statementsOf,
  variablesOf,
} from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const policiesOfAws = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/*']] };

/** The rights to find out why instances are not managed. They only read. */
const diagnosis = [
  { Effect: 'Allow', Action: 'ec2:DescribeVpcAttribute', Resource: localArn('ec2', 'vpc/*') },
  { Effect: 'Allow', Action: 'iam:GetInstanceProfile', Resource: iamArn('instance-profile/*') },
  {
    Effect: 'Allow',
    Action: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
    Resource: iamArn('role/*'),
  },
  {
    Effect: 'Allow',
    Action: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    Resource: [iamArn('policy/*'), policiesOfAws],
  },
  {
    Effect: 'Allow',
    Action: 'ssm:GetServiceSetting',
    Resource: localArn('ssm', 'servicesetting/ssm/managed-instance/default-ec2-instance-management-role'),
  },
];

describe('the recheck function', () => {
  const recheck = () => functionId(template, 'RecheckingRecheck');

  it('may do what onboarding needs, find what is due, read results, find causes and read alarms; and of the queue see its length alone', () => {
    expect(statementsOf(template, recheck())).toEqual([
      logStatement(template, recheck()),
      {
        Effect: 'Allow',
        Action: [
          'cloudwatch:DescribeAlarms',
          'ec2:DescribeInstances',
          'ec2:DescribeNetworkAcls',
          'ec2:DescribeRouteTables',
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeSubnets',
          'ec2:DescribeVpcEndpoints',
          'ssm:DescribeInstanceInformation',
          'ssm:ListCommandInvocations',
          'ssm:ListCommands',
        ],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: 'ssm:SendCommand',
        Resource: [
          localArn('ec2', 'instance/*'),
          localArn('ssm', 'document/Muster-InstallAgentLinux'),
          localArn('ssm', 'document/Muster-InstallAgentWindows'),
        ],
      },
      {
        Effect: 'Allow',
        Action: [
          ...['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem'],
          ...['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
        ],
        Resource: arnOf(ids.roster),
      },
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: localArn('events', 'event-bus/default') },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: { 'Fn::Join': ['', [arnOf(ids.roster), '/index/ByDue']] },
      },
      ...diagnosis,
      { Effect: 'Allow', Action: 'sqs:GetQueueAttributes', Resource: arnOf(ids.launchQueue) },
    ]);
  });

  it('works with the settings of the onboard function, and knows the launch queue', () => {
    expect(variablesOf(template, recheck())).toEqual({
      ...variablesOf(template, functionId(template, 'OnboardingOnboard')),
      MUSTER_LAUNCH_QUEUE_URL: { Ref: ids.launchQueue },
      MUSTER_VERIFICATION: JSON.stringify({
        ...{ every: 'never', onDrift: 'tell' },
        documents: ['Muster-InstallAgentLinux', 'Muster-InstallAgentWindows'],
      }),
    });
  });

  it('verifies with the documents that can, as the configuration says', () => {
    const documents = {
      Linux: { document: 'AWS-RunShellScript' },
      Windows: { document: 'InstallAgentWindows' },
    };
    const stack = synthesizeOnboarding({
      profiles: [{ name: 'default', documents }],
      verification: { every: 'day', onDrift: 'send' },
    });
    const { MUSTER_VERIFICATION: text } = variablesOf(stack, functionId(stack, 'RecheckingRecheck'));
    expect(JSON.parse(String(text))).toEqual({
      ...{ every: 'day', onDrift: 'send' },
      documents: ['Muster-InstallAgentWindows'],
    });
  });

  it.each([
    [undefined, 'rate(5 minutes)'],
    [1, 'rate(1 minute)'],
    [60, 'rate(1 hour)'],
  ])('with recheckMinutes %s is called at %s', (recheckMinutes, expression) => {
    const stack = recheckMinutes === undefined ? template : synthesizeOnboarding({ recheckMinutes });
    const Target = { Arn: arnOf(functionId(stack, 'RecheckingRecheck')) };
    const id = idOf(stack, 'AWS::Scheduler::Schedule', { Target });
    expect(stack.toJSON().Resources[id].Properties.ScheduleExpression).toBe(expression);
  });
});
