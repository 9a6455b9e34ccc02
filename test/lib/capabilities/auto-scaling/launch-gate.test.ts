import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { decider } from '../../policy-decisions.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';
import { autoScalingExample } from './example.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeStack('MusterAutoScaling', { autoScaling: autoScalingExample });
});

it('puts a launch hook on each group, which decides as the gate would', () => {
  const hooks = Object.values(template.findResources('AWS::AutoScaling::LifecycleHook'));
  const hook = {
    LifecycleHookName: 'Muster-launch-gate',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  };
  expect(hooks.map(({ Properties }) => Properties)).toEqual([
    { ...hook, AutoScalingGroupName: 'shop-web', HeartbeatTimeout: 900, DefaultResult: 'ABANDON' },
    { ...hook, AutoScalingGroupName: 'shop/jobs', HeartbeatTimeout: 1800, DefaultResult: 'CONTINUE' },
  ]);
});

it('holds nobody before it listens: the hooks come after the rule, the queue and the function', () => {
  const [hook] = Object.values(template.findResources('AWS::AutoScaling::LifecycleHook'));
  const before = ['AWS::Events::Rule', 'AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function'].map(
    (type) => idOf(template, type),
  );
  const policies = Object.keys(template.findResources('AWS::SQS::QueuePolicy'));
  expect(hook?.['DependsOn']).toEqual(expect.arrayContaining(before));
  expect(policies.some((id) => hook?.['DependsOn'].includes(id))).toBe(true);
});

it('hears of its own hook alone', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance-launch Lifecycle Action'],
      detail: { LifecycleHookName: ['Muster-launch-gate'] },
    },
  });
});

describe('the function of the gate', () => {
  const group = (name: string) => `autoscaling:autoScalingGroup:0b1c:autoScalingGroupName/${name}`;
  const policyId = () =>
    Object.keys(template.findResources('AWS::IAM::Policy')).find((id) => id.includes('GateRole')) ?? '';

  it.each([
    ['CompleteLifecycleAction', 'shop-web', true],
    ['RecordLifecycleActionHeartbeat', 'shop/jobs', true],
    ['CompleteLifecycleAction', 'shop-web-2', false],
    ['TerminateInstanceInAutoScalingGroup', 'shop-web', false],
    ['PutLifecycleHook', 'shop-web', false],
  ])('may %s of the group %s: %s', (action, name, isAllowed) => {
    const decide = decider(template, policyId());
    const decision = decide({ action: `autoscaling:${action}`, resource: group(name) });
    expect(decision).toBe(isAllowed ? 'allow' : 'implicit-deny');
  });

  it.each([
    ['BatchGetItem', true],
    ['PutItem', false],
    ['UpdateItem', false],
    ['Scan', false],
  ])('may %s of the roster: %s', (action, isAllowed) => {
    const decide = decider(template, policyId());
    const decision = decide({ action: `dynamodb:${action}`, resource: 'dynamodb:table/30' });
    expect(decision).toBe(isAllowed ? 'allow' : 'implicit-deny');
  });
});
