import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { idOf, localArn, statementsOfRole } from '../capabilities/onboarding/template.ts';
import { synthesizeOnboarding } from '../synthesize.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const schedules = () =>
  Object.values(template.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);

describe('every schedule', () => {
  it('calls at its rate to the minute, and leaves a failed call to the next one', () => {
    expect(schedules()).toHaveLength(3);
    for (const { State, FlexibleTimeWindow, Target } of schedules()) {
      expect([State, FlexibleTimeWindow]).toEqual(['ENABLED', { Mode: 'OFF' }]);
      expect(Target.RetryPolicy.MaximumRetryAttempts).toBe(0);
    }
  });

  it('has its own role, which may call its function and nothing else', () => {
    const roles: string[] = schedules().map(({ Target }) => Target.RoleArn['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(3);
    for (const { Target } of schedules()) {
      expect(statementsOfRole(template, Target.RoleArn['Fn::GetAtt'][0])).toEqual([
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: Target.Arn },
      ]);
    }
  });

  it('is made after its role may call, because the first call comes at once', () => {
    for (const { Properties, DependsOn } of Object.values(
      template.findResources('AWS::Scheduler::Schedule'),
    )) {
      const Ref = Properties.Target.RoleArn['Fn::GetAtt'][0];
      expect(DependsOn).toContain(idOf(template, 'AWS::IAM::Policy', { Roles: [{ Ref }] }));
    }
  });

  it('has a role that only schedules of this account may assume', () => {
    for (const { Target } of schedules()) {
      const role = template.toJSON().Resources[Target.RoleArn['Fn::GetAtt'][0]].Properties;
      expect(role.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': { Ref: 'AWS::AccountId' },
              'aws:SourceArn': localArn('scheduler', 'schedule-group/default'),
            },
          },
        },
      ]);
      expect([role.ManagedPolicyArns, role.Policies]).toEqual([undefined, undefined]);
    }
  });
});
