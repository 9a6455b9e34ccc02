import { expect, it } from 'vitest';
import { planPreparation, planRelease } from '../../../lambdas/role-access/plan-fleet.ts';
import { aRole, policyArn, rules } from './example-role.ts';

const tags = { 'muster:prepared-policy': policyArn };

it('the roles that EC2 may assume are counted, and get the policy if nothing protects them', () => {
  const roles = [
    aRole({ roleName: 'lacking' }),
    aRole({ roleName: 'having', policyArns: [policyArn] }),
    aRole({ roleName: 'kept', tags: { 'muster:protected': '' } }),
    aRole({ roleName: 'lambda', trust: {} }),
  ];
  expect(planPreparation(roles, rules)).toEqual({
    ...{ found: 3, withPolicy: 1, lacking: ['lacking'] },
    refused: [{ roleName: 'kept', reason: 'the tag muster:protected protects it' }],
  });
});

it('a release takes whatever has the record, also a role that EC2 may not assume any more', () => {
  const roles = [
    aRole({ roleName: 'given', tags, policyArns: [policyArn], trust: {} }),
    aRole({ roleName: 'half', tags }),
    aRole({ roleName: 'having', policyArns: [policyArn] }),
  ];
  expect(planRelease(roles, rules)).toEqual({ detached: ['given'], forgotten: ['half'] });
});
