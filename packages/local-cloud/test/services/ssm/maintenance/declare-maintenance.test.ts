import { describe, expect, it } from 'vitest';
import {
  readWindow,
  readWindowTarget,
  readWindowTask,
} from '../../../../src/services/ssm/maintenance/declare-maintenance.ts';

const windowId = `mw-${'0'.repeat(17)}`;
const id = '00000000-0000-4000-8000-000000000000';
const window = {
  Name: 'night',
  Schedule: 'rate(7 days)',
  Duration: 4,
  Cutoff: 1,
  AllowUnassociatedTargets: false,
};
const targets = [{ Key: 'WindowTargetIds', Values: [id] }];
const task = {
  ...{ WindowId: windowId, TaskType: 'RUN_COMMAND', TaskArn: 'AWS-RunPatchBaseline', Priority: 1 },
  ...{ Targets: targets, MaxConcurrency: '10%', MaxErrors: '0' },
};

describe('a declared window', () => {
  it.each([
    [{ Cutoff: 4 }, /Cutoff must be less than Duration/],
    [{ Duration: 25 }, /25.*duration/i],
    [{ Name: 'a b' }, /name/],
    [{ Schedule: 'now' }, /Invalid Schedule Expression/],
    [{ StartDate: '2026-01-01T00:00:00Z' }, /StartDate of a maintenance window/],
  ])('is refused with %j', (more, problem) => {
    expect(() => readWindow({ ...window, ...more })).toThrow(problem);
  });
});

describe('a declared target', () => {
  const read = (ResourceType: string, ...Targets: object[]) =>
    readWindowTarget(id, { WindowId: windowId, ResourceType, Targets });

  it('is of tags, instances or one group', () => {
    expect(read('INSTANCE', { Key: 'tag:App', Values: ['shop'] }).targets).toEqual([
      { Key: 'tag:App', Values: ['shop'] },
    ]);
  });

  it.each([
    ['INSTANCE', 'resource-groups:Name', /is not valid for INSTANCE/],
    ['RESOURCE_GROUP', 'tag:App', /is not valid for RESOURCE_GROUP/],
    ['INSTANCE', 'Role', /The target Role is not valid/],
    ['RESOURCE_GROUP', 'resource-groups:ResourceTypeFilters', /does not emulate/],
  ])('is refused: %s with the key %s', (type, Key, problem) => {
    expect(() => read(type, { Key, Values: ['x'] })).toThrow(problem);
  });

  it('has at most five keys', () => {
    const six = Array.from({ length: 6 }, (_, at) => ({ Key: `tag:K${at}`, Values: ['x'] }));
    expect(() => read('INSTANCE', ...six)).toThrow(/less than or equal to 5/);
  });
});

describe('a declared task', () => {
  it.each([
    [{ Targets: undefined }, /RUN_COMMAND task needs Targets/],
    [{ MaxErrors: undefined }, /MaxConcurrency and MaxErrors are required/],
    [{ MaxConcurrency: '0' }, /maxConcurrency/],
    [{ Priority: -1 }, /priority/],
    [{ TaskType: 'SHELL' }, /SHELL is not known/],
    [{ Targets: [{ Key: 'InstanceIds', Values: ['i-1'] }] }, /the target InstanceIds/],
    [{ LoggingInfo: {} }, /LoggingInfo/],
    [
      { TaskInvocationParameters: { MaintenanceWindowLambdaParameters: {} } },
      /RUN_COMMAND task has no MaintenanceWindowLambdaParameters/,
    ],
    [
      { TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { TimeoutSeconds: 5 } } },
      /timeoutSeconds/,
    ],
  ])('is refused with %j', (more, problem) => {
    expect(() => readWindowTask(id, { ...task, ...more })).toThrow(problem);
  });

  it('is refused with parameters of a runbook that are an empty object', () => {
    const parameters = { MaintenanceWindowAutomationParameters: { Parameters: {} } };
    const automation = { ...task, TaskType: 'AUTOMATION', TaskInvocationParameters: parameters };
    expect(() => readWindowTask(id, automation)).toThrow(/greater than or equal to 1/);
  });
});
