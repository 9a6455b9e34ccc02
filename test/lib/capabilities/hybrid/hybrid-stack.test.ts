import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { decider } from '../../policy-decisions.ts';
import { synthesizeOnboarding, synthesizeStack } from '../../synthesize.ts';
import { hybridExample } from './example.ts';

let template: Template;
let onboarding: Template;
beforeAll(() => {
  template = synthesizeStack('MusterHybrid', { hybrid: hybridExample });
  onboarding = synthesizeOnboarding({ hybrid: hybridExample });
});

describe('the stack of nodes outside EC2', () => {
  it('has each activation as a parameter, and no activation: a template would show its code', () => {
    const found = Object.values(template.findResources('AWS::SSM::Parameter')).map(({ Properties }) => [
      Properties.Name,
      Properties.Value,
    ]);
    expect(found).toContainEqual([
      '/muster/hybrid/activations/branch-office',
      '{"limit":20,"expiresAfterHours":72,"tags":{"site":"berlin","role":"till"},"nodeName":"branch"}',
    ]);
    expect(found).toContainEqual([
      '/muster/hybrid/activations/single',
      '{"limit":1,"expiresAfterHours":24,"tags":{},"nodeName":"single"}',
    ]);
    expect(JSON.stringify(template.toJSON())).not.toContain('ActivationCode');
  });

  it.each([
    ['ssm:CreateActivation', '*', 'allow'],
    ['ssm:DeregisterManagedInstance', '*', 'implicit-deny'],
    ['ssm:SendCommand', '*', 'implicit-deny'],
  ])('its policy for operators: %s is %s', (action, resource, decision) => {
    const [policyId = ''] = Object.keys(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(decider(template, policyId)({ action, resource })).toBe(decision);
  });
});

describe('the onboarding with nodes outside EC2', () => {
  it('has their role, which Systems Manager of this account and region alone may assume', () => {
    const roles = Object.entries(onboarding.findResources('AWS::IAM::Role'));
    const [, role] = roles.find(([id]) => id.startsWith('OutsideAccess')) ?? [];
    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Principal: { Service: 'ssm.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    expect(role?.DeletionPolicy).toMatch(/^Retain/);
  });

  it('hears of changes of their tags, and of their registrations where an event names a node', () => {
    const patterns = Object.values(onboarding.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties.EventPattern,
    );
    expect(patterns).toContainEqual(
      expect.objectContaining({
        source: ['aws.tag'],
        detail: expect.objectContaining({ service: ['ssm'], 'resource-type': ['managed-instance'] }),
      }),
    );
    expect(patterns).toContainEqual(
      expect.objectContaining({
        'detail-type': ['SSM Managed Instance Registration', 'SSM Managed Instance Deregistration'],
        detail: { 'instance-id': [{ prefix: 'mi-' }] },
      }),
    );
  });

  it('without the section has no role, no rule and no right of theirs', () => {
    const without = synthesizeOnboarding({});
    const idsOf = (one: Template) => Object.keys({ ...one.toJSON().Resources });
    expect(idsOf(without).filter((id) => /Outside/.test(id))).toEqual([]);
    expect(idsOf(onboarding).filter((id) => /Outside/.test(id)).length).toBeGreaterThan(3);
    const rights = (one: Template) => {
      const policies = one.findResources('AWS::IAM::Policy');
      const [, policy] = Object.entries(policies).find(([id]) => id.startsWith('OnboardingOnboard')) ?? [];
      return JSON.stringify(policy);
    };
    expect(rights(without)).not.toMatch(/managed-instance|tag:GetResources/);
    for (const right of ['managed-instance/*', 'tag:GetResources'])
      expect(rights(onboarding)).toContain(right);
  });
});
