import { describe, expect, it } from 'vitest';
import { arnOf, localArn } from '../onboarding/template.ts';
import {
  allowed,
  commandOf,
  document,
  install,
  only,
  roleOf,
  synthesize,
  taskOf,
  type Window,
  withWindow,
} from './window-bench.ts';

it('{} alone has no window', () => {
  synthesize({}).resourceCountIs('AWS::SSM::MaintenanceWindow', 0);
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

  it('that is not enabled stays without tasks, because CloudFormation cannot switch it off', () => {
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

  it('may find the members of a group only if it is for one', () => {
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
  it('goes through our document, in the deployed version, with one set of patches for all', () => {
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

  it('reboots when something was installed, unless the configuration says otherwise', () => {
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
    const hooked: Window = { ...install, schedule: 'cron(0 2 ? * WED *)', hooks: { onExit: 'Return' } };
    const template = synthesize({ windows: { plain: install, hooked }, scan: null });
    expect(JSON.stringify(template.findResources('AWS::SSM::MaintenanceWindowTask'))).not.toContain(
      'AWS-RunPatch',
    );
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('AWS-RunPatch');
  });

  it('has its pace, and its behaviour at the cutoff', () => {
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
