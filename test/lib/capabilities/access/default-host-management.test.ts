import type { App } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { synthesize, synthesizeStack, withApp } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';

const stackOf = (access: MusterConfig['access']) => synthesizeStack('MusterAccess', { access });
const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The roles, with their paths, that the function of the singletons may pass. */
function passedRoles(template: Template): readonly string[] {
  const text = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  return [...text.matchAll(/:role\/([\w/-]+)"/g)].map(([, name = '']) => name);
}

describe('Default Host Management', () => {
  it('is off by default', () => {
    stackOf({}).resourceCountIs('Custom::MusterSingleton', 0);
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
    template.hasResourceProperties('Custom::MusterSingleton', {
      ...{ Kind: 'service-setting', Name: SettingId, IsOwn: 'true', OnForeign: 'use' },
      Value: { 'Fn::Join': ['/', ['service-role', { Ref: roleId }]] },
      Record: '/muster/access/found/default-host-management',
    });
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/muster/access/default-host-management-role',
      Value: { 'Fn::GetAtt': [idOf(template, 'Custom::MusterSingleton'), 'Value'] },
    });
  });

  it.each(['cn-north-1', 'us-gov-west-1', 'eu-west-1'])('is the same in every partition: %s', (region) => {
    const access = { defaultHostManagement: {} };
    synthesizeStack('MusterAccess', { access }, region).resourceCountIs('Custom::MusterSingleton', 1);
    const listMessages = (app: App) => app.synth().getStackByName('MusterAccess').messages;
    expect(withApp({ access }, listMessages, region)).toEqual([]);
  });

  it('uses your own role as it is', () => {
    const template = stackOf({ defaultHostManagement: { role: 'service-role/Mine' } });
    template.resourcePropertiesCountIs('AWS::IAM::Role', { Path: '/service-role/' }, 0);
    template.hasResourceProperties('Custom::MusterSingleton', {
      ...{ Name: SettingId, Value: 'service-role/Mine', IsOwn: 'false', OnForeign: 'refuse' },
      Replaces: Match.absent(),
    });
    expect(passedRoles(template)).toEqual(['service-role/Mine']);
  });

  it('may pass the role that it replaces by name, to bring it back', () => {
    const defaultHostManagement = { role: 'service-role/Mine', replaces: 'Theirs' };
    const template = stackOf({ defaultHostManagement });
    template.hasResourceProperties('Custom::MusterSingleton', { Replaces: 'Theirs' });
    expect(passedRoles(template)).toEqual(['Theirs', 'service-role/Mine']);
  });
});
