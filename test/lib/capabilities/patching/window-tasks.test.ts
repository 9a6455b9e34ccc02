import { describe, expect, it } from 'vitest';
import { localArn } from '../onboarding/template.ts';
import { allowed, commandOf, only, synthesize, taskOf, type Window, withWindow } from './window-bench.ts';

describe('further tasks', () => {
  const taskName = 'night-extra';
  const withTask = (task: NonNullable<Window['tasks']>[string]) =>
    withWindow({ operation: 'Scan', tasks: { extra: task } });

  it('can be a runbook without parameters, of which the API takes no empty object', () => {
    const template = withTask({ automation: { document: 'Example-Look' } });
    expect(taskOf(template, taskName).TaskInvocationParameters.MaintenanceWindowAutomationParameters).toEqual(
      { DocumentVersion: '$DEFAULT' },
    );
  });

  it('can be an image before patching: a runbook for each instance, with a role that it gets', () => {
    const automation = {
      document: 'AWS-CreateImage',
      parameters: { InstanceId: ['{{RESOURCE_ID}}'], NoReboot: ['true'] },
      assumeRole: 'backup',
    };
    const template = withTask({ automation, perInstance: true, priority: 5 });
    const roleArn = {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/backup'],
      ],
    };
    expect(taskOf(template, taskName)).toMatchObject({
      TaskType: 'AUTOMATION',
      TaskArn: 'AWS-CreateImage',
      Priority: 5,
      Targets: [{ Key: 'WindowTargetIds', Values: [expect.anything()] }],
      MaxConcurrency: '10%',
      MaxErrors: '5%',
      TaskInvocationParameters: {
        MaintenanceWindowAutomationParameters: {
          DocumentVersion: '$DEFAULT',
          Parameters: {
            ...{ InstanceId: ['{{RESOURCE_ID}}'], NoReboot: ['true'] },
            AutomationAssumeRole: [roleArn],
          },
        },
      },
    });
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    });
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'ssm:GetAutomationExecution',
      Resource: localArn('ssm', 'automation-execution/*'),
    });
  });

  it('can be a function, once in all, with its payload', () => {
    const template = withTask({
      lambda: { function: 'announce', qualifier: 'live', payload: { text: 'hello' } },
    });
    const task = taskOf(template, taskName);
    const { Payload, Qualifier } = task.TaskInvocationParameters.MaintenanceWindowLambdaParameters;
    expect([task.TaskType, task.TaskArn]).toEqual(['LAMBDA', localArn('lambda', 'function:announce')]);
    expect(JSON.parse(Buffer.from(Payload, 'base64').toString())).toEqual({ text: 'hello' });
    expect(Qualifier).toBe('live');
    expect(task).not.toHaveProperty('Targets');
    expect(task).not.toHaveProperty('MaxConcurrency');
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: localArn('lambda', 'function:announce:live'),
    });
  });

  it('can be a state machine, with its input', () => {
    const template = withTask({ stepFunctions: { stateMachine: 'verify', input: { stage: 'test' } } });
    expect(taskOf(template, taskName)).toMatchObject({
      TaskType: 'STEP_FUNCTIONS',
      TaskArn: localArn('states', 'stateMachine:verify'),
      Priority: 20,
      TaskInvocationParameters: { MaintenanceWindowStepFunctionsParameters: { Input: '{"stage":"test"}' } },
    });
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'states:StartExecution',
      Resource: localArn('states', 'stateMachine:verify'),
    });
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'states:DescribeExecution',
      Resource: localArn('states', 'execution:verify:*'),
    });
  });

  it('can be a document, on every instance, with output and notifications as patching has them', () => {
    const runCommand = { document: 'Example-Check', version: '$LATEST', parameters: { Depth: ['full'] } };
    const template = withWindow(
      { tasks: { extra: { runCommand, priority: 30, errors: '0' } } },
      { output: {}, notifications: { emails: ['me@example.com'] } },
    );
    expect(taskOf(template, taskName)).toMatchObject({
      ...{ TaskType: 'RUN_COMMAND', TaskArn: 'Example-Check', Priority: 30 },
      ...{ MaxConcurrency: '10%', MaxErrors: '0' },
      Targets: [{ Key: 'WindowTargetIds', Values: [expect.anything()] }],
    });
    expect(commandOf(template, taskName)).toMatchObject({
      ...{ DocumentVersion: '$LATEST', Parameters: { Depth: ['full'] }, TimeoutSeconds: 3600 },
      ...{ Comment: 'Muster: extra, night', OutputS3KeyPrefix: 'windows/night/extra' },
      NotificationConfig: { NotificationType: 'Command' },
    });
    expect(allowed(template)).toContainEqual({
      ...{ Effect: 'Allow', Action: 'ssm:SendCommand' },
      Resource: expect.arrayContaining([localArn('ssm', 'document/Example-Check')]),
    });
  });

  it('that sends a document of AWS says no version, and may say when the command is too late', () => {
    const runCommand = {
      ...{ document: 'AWS-RunShellScript', parameters: { commands: ['uptime'] } },
      ...{ timeoutSeconds: 600, comment: 'Who is up' },
    };
    const template = withTask({ runCommand });
    expect(commandOf(template, taskName)).toEqual({
      ...{ Comment: 'Who is up', TimeoutSeconds: 600, Parameters: { commands: ['uptime'] } },
    });
    expect(JSON.stringify(allowed(template))).toContain('::document/AWS-RunShellScript');
  });

  it('can be all that a window does', () => {
    const lambda = { function: 'announce' };
    const template = synthesize({
      windows: { night: { schedule: 'rate(7 days)', targets: { all: true }, tasks: { extra: { lambda } } } },
    });
    expect(only(template, 'MaintenanceWindowTask').Name).toBe(taskName);
  });
});
