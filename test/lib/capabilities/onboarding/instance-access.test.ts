import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesizeOnboarding } from '../../synthesize.ts';
import { idOf as onlyIdOf } from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const idOf = (type: string, properties?: object) => onlyIdOf(template, type, properties);

const agentPolicy = { Description: 'What the agent of Systems Manager needs on an instance.' };

describe('instance access', () => {
  it('is a policy, a role for EC2 with only that policy, and an instance profile with that role', () => {
    const policy = idOf('AWS::IAM::ManagedPolicy', agentPolicy);
    const role = idOf('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: policy }] });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } },
        ],
      },
      ManagedPolicyArns: [{ Ref: policy }],
      Policies: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::InstanceProfile', { Roles: [{ Ref: role }] });
  });

  it('lets the agent register, open sessions and get messages, and read no parameter', () => {
    const { Properties } = template.toJSON().Resources[idOf('AWS::IAM::ManagedPolicy', agentPolicy)];
    const actions = Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions).toEqual(
      expect.arrayContaining(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenControlChannel']),
    );
    expect(actions).toContain('ec2messages:GetMessages');
    expect(actions.filter((action: string) => /\*|GetParameter|SendCommand|iam:|s3:/.test(action))).toEqual(
      [],
    );
  });
});
