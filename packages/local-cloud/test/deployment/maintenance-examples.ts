import type { TypeExample } from './managed-examples.ts';

const window = {
  ...{ Name: 'night', Schedule: 'rate(7 days)', Duration: 4, Cutoff: 1, AllowUnassociatedTargets: false },
};
const open = { Type: 'AWS::SSM::MaintenanceWindow', Properties: window };
const other = { ...open, Properties: { ...window, Name: 'other-night' } };
const targets = { ResourceType: 'INSTANCE', Targets: [{ Key: 'tag:Role', Values: ['web'] }] };
const target = {
  Type: 'AWS::SSM::MaintenanceWindowTarget',
  Properties: { WindowId: { Ref: 'OpenWindow' }, ...targets },
};
const task = {
  ...{ WindowId: { Ref: 'OpenWindow' }, TaskType: 'LAMBDA', Priority: 1 },
  TaskArn: { 'Fn::GetAtt': ['GivenFunction', 'Arn'] },
};

/** Maintenance windows, their targets and their tasks. */
export const maintenanceExamples: readonly TypeExample[] = [
  {
    type: 'AWS::SSM::MaintenanceWindow',
    properties: window,
    changed: { Schedule: 'cron(0 2 ? * SUN#2 *)', ScheduleTimezone: 'Europe/Berlin', ScheduleOffset: 3 },
    replaced: undefined,
  },
  {
    type: 'AWS::SSM::MaintenanceWindowTarget',
    properties: { WindowId: { Ref: 'OpenWindow' }, ...targets },
    changed: { OwnerInformation: 'night' },
    replaced: { WindowId: { Ref: 'OtherWindow' } },
    needs: { OpenWindow: open, OtherWindow: other },
  },
  {
    type: 'AWS::SSM::MaintenanceWindowTask',
    properties: task,
    changed: {
      Priority: 5,
      Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'OpenTarget' }] }],
      ...{ MaxConcurrency: '1', MaxErrors: '0' },
    },
    replaced: {
      ...{ TaskType: 'RUN_COMMAND', TaskArn: 'AWS-RunPatchBaseline', MaxConcurrency: '1', MaxErrors: '0' },
      Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'OpenTarget' }] }],
    },
    needs: { OpenWindow: open, OpenTarget: target },
  },
];
