import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { synthesize, synthesizeStack, withApp } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';

const stackOf = (access: MusterConfig['access']) => synthesizeStack('MusterAccess', { access });
const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';

describe('Default Host Management', () => {
  it('is off by default', () => {
    stackOf({}).resourceCountIs('AWS::SSM::ServiceSetting', 0);
    stackOf({}).resourceCountIs('AWS::IAM::Role', 0);
    expect([...synthesize({}).keys()]).not.toContain('MusterAccess');
  });

  it('is a role that Systems Manager may assume, with the policy of AWS, named with its path', () => {
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

  it.each(['cn-north-1', 'us-gov-west-1'])(
    'takes one command where CloudFormation lacks it: %s',
    (region) => {
      const access = { defaultHostManagement: {} };
      const template = synthesizeStack('MusterAccess', { access }, region);
      template.resourceCountIs('AWS::SSM::ServiceSetting', 0);
      template.resourceCountIs('AWS::IAM::Role', 1);
      const warnings = withApp(
        { access },
        (app) =>
          app
            .synth()
            .getStackByName('MusterAccess')
            .messages.map(({ entry }) => String(entry.data)),
        region,
      );
      expect(warnings).toEqual([
        `CloudFormation has no AWS::SSM::ServiceSetting in ${region}, so Default Host Management stays off there. ` +
          `When the stack is deployed, turn it on: aws ssm update-service-setting --region ${region} ` +
          `--setting-id ${SettingId} --setting-value <the value of /muster/access/default-host-management-role> ` +
          '[ack: muster:default-host-management]',
      ]);
    },
  );

  it('is declared, without a warning, in every other region', () => {
    const template = synthesizeStack('MusterAccess', { access: { defaultHostManagement: {} } }, 'eu-west-1');
    template.resourceCountIs('AWS::SSM::ServiceSetting', 1);
  });

  it('uses your own role as it is', () => {
    const template = stackOf({ defaultHostManagement: { role: 'service-role/Mine' } });
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResourceProperties('AWS::SSM::ServiceSetting', {
      SettingId,
      SettingValue: 'service-role/Mine',
    });
  });
});
