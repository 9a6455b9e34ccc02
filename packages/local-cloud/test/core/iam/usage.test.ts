import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/core/iam/evaluate-policies.ts';
import { PermissionUsage } from '../../../src/core/iam/usage.ts';
import { allowSend, nowMs, policy, queueArn, role, roleArn } from './decide.ts';

describe('usage', () => {
  test('lists action and resource patterns that allowed no call', () => {
    const statement = {
      ...allowSend,
      Action: ['sqs:SendMessage', 'sqs:PurgeQueue'],
      Resource: [queueArn, `${queueArn}2`],
    };
    const policies = [policy('identity', statement, { Effect: 'Deny', Action: 'iam:*', Resource: '*' })];
    const usage = new PermissionUsage();
    usage.declareRole(roleArn, policies);
    const ask = (action: string) => {
      const authorization = { action, resource: queueArn };
      usage.record(
        roleArn,
        evaluate({
          principalPolicies: policies,
          resourcePolicies: [],
          authorization,
          principal: role,
          nowMs,
        }),
      );
    };
    expect(usage.unusedPermissions()).toHaveLength(4);
    ask('sqs:SendMessage');
    ask('iam:CreateUser');
    expect(usage.unusedPermissions().map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `sqs:SendMessage ${queueArn}2`,
      `sqs:PurgeQueue ${queueArn}`,
      `sqs:PurgeQueue ${queueArn}2`,
    ]);
    ask('sqs:PurgeQueue');
    expect(usage.unusedPermissions()).toHaveLength(2);
  });
});
