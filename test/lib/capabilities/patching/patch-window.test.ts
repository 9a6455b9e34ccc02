import { describe, expect, it } from 'vitest';
import { arnOf, functionId, localArn } from '../onboarding/template.ts';
import {
  allowed,
  commandOf,
  documentOfAws,
  only,
  roleOf,
  synthesize,
  targetOf,
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
    const target = only(withWindow({ targets, operation: 'Scan' }), 'MaintenanceWindowTarget');
    expect([target.ResourceType, target.Targets]).toEqual([type, expected]);
  });

  it('may find the members of a group only if it is for one', () => {
    const lookUps = [
      ...['resource-groups:ListGroups', 'resource-groups:ListGroupResources', 'tag:GetResources'],
      ...['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
    ];
    const grouped = JSON.stringify(allowed(withWindow({ targets: { group: 'billing' } })));
    const others = JSON.stringify(allowed(withWindow({ targets: { group: 'web' } })));
    for (const action of lookUps) {
      expect(grouped).toContain(`"${action}"`);
      expect(others).not.toContain(action);
    }
  });
});

describe('installing', () => {
  it('sends the document of AWS itself, so that a cutoff stops it, with one set of patches for all', () => {
    const template = withWindow({ reboot: 'NoReboot' });
    expect(taskOf(template, 'night-install').TaskArn).toBe('AWS-RunPatchBaseline');
    expect(commandOf(template, 'night-install')).toEqual({
      Comment: 'Muster: Install, night',
      TimeoutSeconds: 3600,
      Parameters: {
        Operation: ['Install'],
        RebootOption: ['NoReboot'],
        SnapshotId: ['{{WINDOW_EXECUTION_ID}}'],
      },
    });
    expect(template.findResources('AWS::SSM::Document')).toEqual({});
  });

  it('reboots when something was installed, unless the configuration says otherwise', () => {
    expect(commandOf(withWindow({}), 'night-install').Parameters.RebootOption).toEqual(['RebootIfNeeded']);
  });

  it('with hooks sends the document of AWS that runs them', () => {
    const template = withWindow({ hooks: { beforeInstall: 'Drain', onExit: 'Return' } });
    expect(taskOf(template, 'night-install').TaskArn).toBe('AWS-RunPatchBaselineWithHooks');
    const { Parameters } = commandOf(template, 'night-install');
    expect(Parameters).toMatchObject({ PreInstallHookDocName: ['Drain'], OnExitHookDocName: ['Return'] });
    expect(Parameters).not.toHaveProperty('PostInstallHookDocName');
  });

  it.each<[Window['targets'], object[]]>([
    [{ all: true }, []],
    [{ patchGroups: ['default'] }, [{ Key: 'tag:PatchGroup', Values: ['default'] }]],
    [{ tags: { Application: ['shop'] } }, [{ Key: 'tag:Application', Values: ['shop'] }]],
    [
      { group: 'web' },
      [
        { Key: 'tag:Application', Values: ['shop'] },
        { Key: 'tag:Role', Values: ['web', 'cache'] },
      ],
    ],
  ])('is for %j that carry the mark besides', (targets, expected) => {
    const template = withWindow({ targets });
    const target = targetOf(template, 'night-install');
    const values = 'all' in targets ? ['in-patch-group'] : ['in-patch-group', 'in-no-patch-group'];
    expect([target.ResourceType, target.Targets]).toEqual([
      'INSTANCE',
      [...expected, { Key: 'tag:Muster-Patchable', Values: values }],
    ]);
  });

  it('is for the instances of a stack without a mark: none of them is a node of EMR', () => {
    const template = withWindow({ targets: { group: 'billing' } });
    expect(only(template, 'MaintenanceWindowTarget').ResourceType).toBe('RESOURCE_GROUP');
    expect(template.findResources('AWS::Lambda::Function')).toEqual({});
  });

  it('has the nodes marked first, by a function that the window may call', () => {
    const template = withWindow({});
    const task = taskOf(template, 'night-mark-patchable');
    const marker = arnOf(functionId(template, 'MarksMarker'));
    expect([task.TaskType, task.TaskArn, task.Priority]).toEqual(['LAMBDA', marker, 0]);
    expect(task).not.toHaveProperty('Targets');
    expect(allowed(template)).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: marker,
    });
  });

  it('leaves the targets of other tasks as they are', () => {
    const tasks = { image: { automation: { document: 'AWS-CreateImage' }, perInstance: true } };
    const template = withWindow({ targets: { patchGroups: ['default'] }, tasks });
    expect(targetOf(template, 'night-image').Targets).toEqual([
      { Key: 'tag:PatchGroup', Values: ['default'] },
    ]);
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

  it('has a role that sends this document to instances, follows the command, has nodes marked, and no more', () => {
    const template = withWindow({});
    expect(allowed(template)).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: expect.anything() },
      {
        Effect: 'Allow',
        Action: 'ssm:SendCommand',
        Resource: [
          localArn('ec2', 'instance/*'),
          localArn('ssm', 'managed-instance/*'),
          documentOfAws('AWS-RunPatchBaseline'),
        ],
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
