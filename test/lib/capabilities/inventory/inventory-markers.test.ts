import { describe, expect, it } from 'vitest';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';
import {
  arnOf,
  functionId,
  localArn,
  logStatement,
  statementsOf,
  variablesOf,
} from '../onboarding/template.ts';

const markers = { antivirus: { application: ['clamav*', 'ClamWin'] }, backup: { application: 'restic' } };
const stackOf = (inventory: NonNullable<MusterConfig['inventory']>) =>
  synthesizeStack('MusterInventory', { inventory: { bucket: null, ...inventory } });
const template = () => stackOf({ markers });
const marker = () => functionId(template(), 'MarkersMarker');

describe('the function that marks by inventory', () => {
  it('is there with a marker only, is called every four hours, and has two alarms', () => {
    expect(stackOf({}).findResources('AWS::CloudWatch::Alarm')).toEqual({});
    const schedules = Object.values(template().findResources('AWS::Scheduler::Schedule'));
    const own = schedules.find(({ Properties: { Target } }) => Target.Arn['Fn::GetAtt'][0] === marker());
    expect(own?.['Properties'].ScheduleExpression).toBe('rate(4 hours)');
    expect(own?.['Properties'].Target.Arn).toEqual(arnOf(marker()));
    const alarms = Object.values(template().findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([
      'Muster/Inventory/MarkingMissed',
      'Muster/Inventory/NodesUnmarked',
    ]);
    template().hasResourceProperties('AWS::SSM::Parameter', { Name: '/muster/inventory/alarm-topic-arn' });
  });

  it('may look, and set the tags of its markers, and no others', () => {
    const keys = ['antivirus', 'backup'].flatMap((name) => [
      `Muster-Marker-${name}`,
      `Muster-Marker-${name}-since`,
    ]);
    const Condition = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': keys },
      Null: { 'aws:TagKeys': 'false' },
    };
    expect(statementsOf(template(), marker())).toEqual([
      logStatement(template(), marker()),
      {
        Effect: 'Allow',
        Action: ['ec2:DescribeTags', 'ssm:GetInventory', 'ssm:ListInventoryEntries', 'tag:GetResources'],
        Resource: '*', // none of them takes a resource
      },
      {
        ...{ Effect: 'Allow', Action: 'ec2:CreateTags' },
        ...{ Resource: localArn('ec2', 'instance/*'), Condition },
      },
      {
        ...{ Effect: 'Allow', Action: 'ssm:AddTagsToResource' },
        ...{ Resource: localArn('ssm', 'managed-instance/*'), Condition },
      },
    ]);
    expect(variablesOf(template(), marker())).toEqual({
      [variableOf('prefix')]: 'Muster',
      [variableOf('nodeArnPrefix')]: localArn('ssm', 'managed-instance/'),
      [variableOf('markers')]: JSON.stringify([
        { name: 'antivirus', applications: ['clamav*', 'ClamWin'] },
        { name: 'backup', applications: ['restic'] },
      ]),
    });
  });
});

describe('a marker refuses', () => {
  it.each([
    ['a * that is not at the end', { a: { application: 'clam*av' } }, 'inventory.markers.a.application'],
    ['a * alone', { a: { application: ['*'] } }, 'inventory.markers.a.application'],
    ['an empty list', { a: { application: [] } }, 'inventory.markers.a.application'],
    ['a name like that of a second tag', { 'a-since': { application: 'x' } }, 'inventory.markers'],
    ['a name that no tag of ours has', { A_B: { application: 'x' } }, 'inventory.markers'],
    [
      'more than ten',
      Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`m${at}`, { application: 'x' }])),
      'inventory.markers',
    ],
  ])('%s', (_, own, field) => {
    const [problem, ...others] = problemsOf({ inventory: { markers: own } });
    expect(problem?.startsWith(field)).toBe(true);
    expect(problem).toContain('; allowed: ');
    expect(others).toEqual([]);
  });

  it('applications that nobody gathers', () => {
    expect(problemsOf({ inventory: { markers, types: { applications: false } } })).toEqual([
      'inventory.types.applications: received false; allowed: true, since markers are given: nobody would gather what they look for',
    ]);
  });
});
