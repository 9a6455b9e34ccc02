import { expect, it } from 'vitest';
import { roleAccessSettings } from '../../../lambdas/role-access/role-access-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

it('the settings are the policy and the tag that protects a role', () => {
  const environment = { MUSTER_POLICY_ARN: 'arn', MUSTER_PROTECTED_TAG: 'hands-off' };
  expect(readSettings(roleAccessSettings, environment)).toEqual({
    policyArn: 'arn',
    protectedTag: 'hands-off',
  });
});
