import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../lib/config.ts';
import { idOf } from '../onboarding/template.ts';
import { synthesize, synthesizeStack } from '../synthesize.ts';

const stackOf = (access: MusterConfig['access']) => synthesizeStack('MusterAccess', { access });
const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';

describe('Default Host Management', () => {
  it('is off unless it is asked for', () => {
    stackOf({}).resourceCountIs('AWS::SSM::ServiceSetting', 0);
    stackOf({}).resourceCountIs('AWS::IAM::Role', 0);
    expect([...synthesize({}).keys()]).not.toContain('MusterAccess');
  });

  it('is a role that Systems Manager may take, with the policy of AWS, named with its path', () => {
    const template = stackOf({ defaultHostManagement: {} });
    const roleId = idOf(template, 'AWS::IAM::Role', {
      Path: '/service-role/',
      AssumeRolePolicyDocument: {
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' } },
        ],
      },
      ManagedPolicyArns: [
        {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'],
          ],
        },
      ],
      Policies: Match.absent(),
    });
    const SettingValue = { 'Fn::Join': ['/', ['service-role', { Ref: roleId }]] };
    template.hasResourceProperties('AWS::SSM::ServiceSetting', { SettingId, SettingValue });
    template.hasResourceProperties('AWS::SSM::Parameter', {
      ...{ Name: '/muster/access/default-host-management-role', Value: SettingValue },
    });
  });

  it('takes a role of your own as it is', () => {
    const template = stackOf({ defaultHostManagement: { role: 'service-role/Mine' } });
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResourceProperties('AWS::SSM::ServiceSetting', {
      SettingId,
      SettingValue: 'service-role/Mine',
    });
  });
});
