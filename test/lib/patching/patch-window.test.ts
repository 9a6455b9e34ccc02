import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../lib/config.ts';
import { groupsExample } from '../groups/example.ts';
import { arnOf, idOf, localArn, statementsOfRole } from '../onboarding/template.ts';
import { synthesizeStack } from '../synthesize.ts';

type Patching = NonNullable<MusterConfig['patching']>;
type Window = NonNullable<Patching['windows']>[string];

const synthesize = (patching: Patching, region?: string) =>
  synthesizeStack('MusterPatching', { patching, groups: groupsExample }, region);
const install: Window = { schedule: 'rate(7 days)', targets: { all: true }, operation: 'Install' };
const withWindow = (fields: Partial<Window>, more: Patching = {}) =>
  synthesize({ ...more, windows: { night: { ...install, ...fields } } });

const only = (template: Template, type: string) => {
  const found = Object.values(template.findResources(`AWS::SSM::${type}`));
  expect(found, type).toHaveLength(1);
  return found[0]?.['Properties'];
};
const taskOf = (template: Template, name: string) =>
  template.toJSON().Resources[idOf(template, 'AWS::SSM::MaintenanceWindowTask', { Name: name })].Properties;
const commandOf = (template: Template, name: string) =>
  taskOf(template, name).TaskInvocationParameters.MaintenanceWindowRunCommandParameters;
/** What the role of the only window may do. */
const allowed = (template: Template) => statementsOfRole(template, roleOf(template));
const roleOf = (template: Template) =>
  idOf(template, 'AWS::IAM::Role', {
    Description: 'Lets a maintenance window of Systems Manager run its tasks.',
  });
const document = (template: Template, name: string) => idOf(template, 'AWS::SSM::Document', { Name: name });

describe('{} alone', () => {
  it('scans every instance that is in a patch group once a week, and installs nothing', () => {
    const template = synthesize({});
    expect(only(template, 'MaintenanceWindow')).toMatchObject({
      Name: 'Muster-weekly-scan',
      Schedule: 'cron(0 3 ? * SUN *)',
      ScheduleTimezone: 'UTC',
      Duration: 4,
      Cutoff: 1,
      AllowUnassociatedTargets: false,
    });
    expect(only(template, 'MaintenanceWindowTarget').Targets).toEqual([
      { Key: 'tag-key', Values: ['PatchGroup'] },
    ]);
    const task = only(template, 'MaintenanceWindowTask');
    expect([task.TaskType, task.TaskArn]).toEqual(['RUN_COMMAND', 'AWS-RunPatchBaseline']);
    expect(commandOf(template, 'weekly-scan-scan').Parameters).toEqual({
      Operation: ['Scan'],
      SnapshotId: ['{{WINDOW_EXECUTION_ID}}'],
    });
  });

  it('costs nothing: no bucket, no topic, no function', () => {
    const types = Object.values(synthesize({}).toJSON().Resources).map((each) =>
      Reflect.get(Object(each), 'Type'),
    );
    expect([...new Set(types)].sort()).toEqual([
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::SSM::Document',
      'AWS::SSM::MaintenanceWindow',
      'AWS::SSM::MaintenanceWindowTarget',
      'AWS::SSM::MaintenanceWindowTask',
      'AWS::SSM::PatchBaseline',
    ]);
  });
});

describe('a window', () => {
  it('has its schedule, its time zone, its offset, its duration and its cutoff', () => {
    const window = { schedule: 'cron(0 2 ? * TUE#2 *)', timeZone: 'Europe/Berlin', offsetDays: 2 };
    expect(
      only(withWindow({ ...window, durationHours: 6, cutoffHours: 0 }), 'MaintenanceWindow'),
    ).toMatchObject({
      Schedule: 'cron(0 2 ? * TUE#2 *)',
      ScheduleTimezone: 'Europe/Berlin',
      ScheduleOffset: 2,
      Duration: 6,
      Cutoff: 0,
    });
  });

  it('that is not enabled stays, and has no tasks: CloudFormation cannot switch one off', () => {
    const template = withWindow({ enabled: false, tasks: { call: { lambda: { function: 'f' } } } });
    expect(only(template, 'MaintenanceWindow').Name).toBe('Muster-night');
    expect(template.findResources('AWS::SSM::MaintenanceWindowTask')).toEqual({});
  });

  it.each<[Window['targets'], string, object[]]>([
    [{ patchGroups: ['default'] }, 'INSTANCE', [{ Key: 'tag:PatchGroup', Values: ['default'] }]],
    [
      { tags: { Application: ['shop'], Stage: ['test', 'live'] } },
      'INSTANCE',
      [
        { Key: 'tag:Application', Values: ['shop'] },
        { Key: 'tag:Stage', Values: ['test', 'live'] },
      ],
    ],
    [{ group: 'web' }, 'RESOURCE_GROUP', [{ Key: 'resource-groups:Name', Values: ['Muster-web'] }]],
  ])('is for %j', (targets, type, expected) => {
    const target = only(withWindow({ targets }), 'MaintenanceWindowTarget');
    expect([target.ResourceType, target.Targets]).toEqual([type, expected]);
  });

  it('finds the members of a group only when it is for one', () => {
    const lookUps = ['resource-groups:ListGroupResources', 'tag:GetResources'];
    const grouped = JSON.stringify(allowed(withWindow({ targets: { group: 'web' } })));
    const others = JSON.stringify(allowed(withWindow({})));
    expect(lookUps.map((action) => [grouped.includes(action), others.includes(action)])).toEqual([
      [true, false],
      [true, false],
    ]);
  });
});

describe('installing', () => {
  it('goes through our document, in the version that was deployed, with one set of patches for all', () => {
    const template = withWindow({ reboot: 'NoReboot' });
    expect(taskOf(template, 'night-install').TaskArn).toEqual({
      Ref: document(template, 'Muster-PatchInstances'),
    });
    expect(commandOf(template, 'night-install')).toEqual({
      Comment: 'Muster: Install, night',
      DocumentVersion: '$LATEST',
      TimeoutSeconds: 3600,
      Parameters: {
        Operation: ['Install'],
        RebootOption: ['NoReboot'],
        SnapshotId: ['{{WINDOW_EXECUTION_ID}}'],
      },
    });
  });

  it('reboots when something was installed, unless it is told not to', () => {
    expect(commandOf(withWindow({}), 'night-install').Parameters.RebootOption).toEqual(['RebootIfNeeded']);
  });

  it('with hooks goes through the document that runs them', () => {
    const template = withWindow({ hooks: { beforeInstall: 'Drain', onExit: 'Return' } });
    expect(taskOf(template, 'night-install').TaskArn).toEqual({
      Ref: document(template, 'Muster-PatchInstancesWithHooks'),
    });
    const { Parameters } = commandOf(template, 'night-install');
    expect(Parameters).toMatchObject({ PreInstallHookDocName: ['Drain'], OnExitHookDocName: ['Return'] });
    expect(Parameters).not.toHaveProperty('PostInstallHookDocName');
  });

  it('never sends the document of AWS itself, which would install on nodes of EMR', () => {
    const hooked: Window = { ...install, hooks: { onExit: 'Return' } };
    const template = synthesize({ windows: { plain: install, hooked } });
    expect(JSON.stringify(template.findResources('AWS::SSM::MaintenanceWindowTask'))).not.toContain(
      'AWS-RunPatch',
    );
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('AWS-RunPatch');
  });

  it('has its pace, and what happens at the cutoff', () => {
    const pace = { concurrency: '20', errors: '0', atCutoff: 'CANCEL_TASK' as const };
    expect(taskOf(withWindow(pace), 'night-install')).toMatchObject({
      MaxConcurrency: '20',
      MaxErrors: '0',
      CutoffBehavior: 'CANCEL_TASK',
    });
    expect(taskOf(withWindow({}), 'night-install')).toMatchObject({
      MaxConcurrency: '10%',
      MaxErrors: '5%',
      CutoffBehavior: 'CONTINUE_TASK',
      Priority: 10,
    });
  });

  it('has a role that sends this document to instances, follows the command, and does nothing else', () => {
    const template = withWindow({});
    const own = document(template, 'Muster-PatchInstances');
    const [head, ...parts] = localArn('ssm', 'document/')['Fn::Join'];
    const documentArn = { 'Fn::Join': [head, [...parts.flat(), { Ref: own }]] };
    expect(allowed(template)).toEqual([
      {
        Effect: 'Allow',
        Action: 'ssm:SendCommand',
        Resource: [localArn('ec2', 'instance/*'), documentArn, localArn('ssm', 'managed-instance/*')],
      },
      {
        Effect: 'Allow',
        Action: [
          'ssm:CancelCommand',
          'ssm:GetCommandInvocation',
          'ssm:ListCommandInvocations',
          'ssm:ListCommands',
        ],
        Resource: '*',
      },
    ]);
    expect(taskOf(template, 'night-install').ServiceRoleArn).toEqual(arnOf(roleOf(template)));
  });
});

describe('further tasks', () => {
  const taskName = 'night-extra';
  const withTask = (task: NonNullable<Window['tasks']>[string]) => withWindow({ tasks: { extra: task } });

  it('can be a runbook, once for each instance and before patching, with a role that it is handed', () => {
    const automation = {
      document: 'AWS-CreateImage',
      parameters: { InstanceId: ['{{RESOURCE_ID}}'] },
      assumeRole: 'backup',
    };
    const template = withTask({ automation, perInstance: true, priority: 5 });
    const roleArn = {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/backup'],
      ],
    };
    const targetId = idOf(template, 'AWS::SSM::MaintenanceWindowTarget');
    expect(taskOf(template, taskName)).toMatchObject({
      TaskType: 'AUTOMATION',
      TaskArn: 'AWS-CreateImage',
      Priority: 5,
      Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: targetId }] }],
      MaxConcurrency: '10%',
      MaxErrors: '5%',
      TaskInvocationParameters: {
        MaintenanceWindowAutomationParameters: {
          DocumentVersion: '$DEFAULT',
          Parameters: { InstanceId: ['{{RESOURCE_ID}}'], AutomationAssumeRole: [roleArn] },
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

  it('can be all that a window does', () => {
    const lambda = { function: 'announce' };
    const template = synthesize({
      windows: { night: { schedule: 'rate(7 days)', targets: { all: true }, tasks: { extra: { lambda } } } },
    });
    expect(only(template, 'MaintenanceWindowTask').Name).toBe(taskName);
  });
});

describe('output', () => {
  const windows: Patching['windows'] = { scan: { ...install, operation: 'Scan' }, night: install };
  const template = () => synthesize({ output: {}, windows });

  it('goes to one bucket and to log groups, under a name of its own for every window and task', () => {
    const bucket = { Ref: idOf(template(), 'AWS::S3::Bucket') };
    for (const [window, task] of [
      ['scan', 'scan'],
      ['night', 'install'],
    ] as const) {
      const logGroup = idOf(template(), 'AWS::Logs::LogGroup', {
        LogGroupName: `Muster/patching/${window}/${task}`,
      });
      expect(commandOf(template(), `${window}-${task}`)).toMatchObject({
        OutputS3BucketName: bucket,
        OutputS3KeyPrefix: `windows/${window}/${task}`,
        CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: { Ref: logGroup } },
      });
    }
  });

  it('is written by instances, whose roles need a policy that is found by a parameter', () => {
    const policyId = idOf(template(), 'AWS::IAM::ManagedPolicy');
    const { Name, Value } = only(template(), 'Parameter');
    expect([Name, Value]).toEqual(['/muster/patching/output-policy-arn', { Ref: policyId }]);
    const { Statement } = template().toJSON().Resources[policyId].Properties.PolicyDocument;
    expect(Statement.map(({ Action }: { Action: unknown }) => Action)).toEqual([
      's3:PutObject',
      's3:GetEncryptionConfiguration',
      'logs:DescribeLogGroups',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    ]);
    expect(Statement[3].Resource).toHaveLength(2); // the log groups of the two tasks
  });
});

describe('notifications', () => {
  const template = () => withWindow({}, { notifications: { emails: ['me@example.com'] } });

  it('tell of commands that did not succeed, by a topic and a role of their own', () => {
    const topic = { Ref: idOf(template(), 'AWS::SNS::Topic') };
    const command = commandOf(template(), 'night-install');
    expect(command.NotificationConfig).toEqual({
      NotificationArn: topic,
      NotificationEvents: ['Failed', 'TimedOut', 'Cancelled'],
      NotificationType: 'Command',
    });
    const roleId = command.ServiceRoleArn['Fn::GetAtt'][0];
    expect(statementsOfRole(template(), roleId)).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: topic },
    ]);
  });

  it('need a window that may hand that role to Systems Manager, and no other', () => {
    const passes = JSON.stringify(allowed(template())).split('iam:PassRole').length - 1;
    expect(passes).toBe(1);
    expect(allowed(template())).toContainEqual({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: commandOf(template(), 'night-install').ServiceRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    });
    expect(JSON.stringify(allowed(withWindow({})))).not.toContain('PassRole');
  });
});
