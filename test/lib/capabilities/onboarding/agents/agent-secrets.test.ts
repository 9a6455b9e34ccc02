import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../../lib/configuration/config.ts';
import { synthesizeOnboarding, synthesizeStack, withApp } from '../../../synthesize.ts';
import { idOf, localArn } from '../template.ts';
import { falcon } from './falcon.ts';

const datadog = {
  secrets: { DD_API_KEY: { secret: 'prod/datadog', key: 'api_key' } },
  linux: { ...falcon.linux, systems: { 'rhel-7': { secrets: { OLD: { parameter: 'old' } } } } },
};
const agents: MusterConfig['agents'] = { falcon, datadog };
const description = 'Lets a node fetch the secrets and the private packages of its agents.';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding({ agents });
});

describe('the secrets of agents', () => {
  it('can be read by a policy that names each of them, and the private packages, and nothing else', () => {
    const { Properties } =
      template.toJSON().Resources[idOf(template, 'AWS::IAM::ManagedPolicy', { Description: description })];
    const keyId = idOf(template, 'AWS::KMS::Key');
    expect(Properties.PolicyDocument.Statement).toEqual([
      {
        ...{ Sid: 'Parameters', Effect: 'Allow', Action: 'ssm:GetParameter' },
        Resource: [localArn('ssm', 'parameter/muster/agents/falcon/cid'), localArn('ssm', 'parameter/old')],
      },
      {
        ...{ Sid: 'Secrets', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue' },
        Resource: localArn('secretsmanager', 'secret:prod/datadog-??????'),
      },
      { Sid: 'Key', Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [keyId, 'Arn'] } },
      {
        ...{ Sid: 'Packages', Effect: 'Allow', Action: 's3:GetObject' },
        Resource: {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::acme-agents/falcon_7.14.0_amd64.deb']],
        },
      },
    ]);
  });

  it('have a key that outlives the stack', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/Muster/agents' });
  });

  it('can be read by the role of /muster/instance-access, and the policy is exported for others', () => {
    const policy = { Ref: idOf(template, 'AWS::IAM::ManagedPolicy', { Description: description }) };
    const roles = template.findResources('AWS::IAM::Role');
    const holders = Object.values(roles).filter(({ Properties }) =>
      JSON.stringify(Properties.ManagedPolicyArns ?? []).includes(policy.Ref),
    );
    expect(holders.map(({ Properties }) => Properties.Description)).toEqual([
      'Lets instances be managed by Systems Manager.',
    ]);
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/muster/instance-access/agent-policy-arn',
      Value: policy,
    });
  });

  it('need nothing where no agent has any', () => {
    const { secrets: _, ...plain } = falcon;
    const linux = {
      ...plain.linux,
      packages: { 'any/x86_64': falcon.windows.packages['windows/x86_64'].replace('.exe', '.deb') },
    };
    const without = synthesizeOnboarding({ agents: { plain: { linux } } });
    without.resourceCountIs('AWS::KMS::Key', 0);
    expect(
      without.findResources('AWS::IAM::ManagedPolicy', { Properties: { Description: description } }),
    ).toEqual({});
  });
});

describe('the role of Default Host Management', () => {
  it('gets the policy too, after the onboarding is deployed', () => {
    const fields = { agents, access: { defaultHostManagement: {} } };
    const access = synthesizeStack('MusterAccess', fields);
    const parameter = Object.entries(access.toJSON().Parameters).find(([, value]) =>
      JSON.stringify(value).includes('/muster/instance-access/agent-policy-arn'),
    );
    const role = access.toJSON().Resources[idOf(access, 'AWS::IAM::Role', { Path: '/service-role/' })];
    expect(role.Properties.ManagedPolicyArns[1]).toEqual({ Ref: parameter?.[0] });
    const needs = withApp(fields, (app) =>
      app
        .synth()
        .stacks.find(({ id }) => id === 'MusterAccess')
        ?.dependencies.map(({ id }) => id),
    );
    expect(needs).toContain('MusterOnboarding');
  });

  it('if it is the user’s own, is named in a warning with the policy that it needs', () => {
    const fields = { agents, access: { defaultHostManagement: { role: 'service-role/Mine' } } };
    const warnings = withApp(fields, (app) =>
      app.synth().stacks.flatMap(({ messages }) => messages.map(({ entry }) => String(entry.data))),
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/service-role\/Mine.*\/muster\/instance-access\/agent-policy-arn/),
    );
  });
});
