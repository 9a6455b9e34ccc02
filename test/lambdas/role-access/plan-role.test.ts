import { describe, expect, it } from 'vitest';
import { planAdding, planUndo } from '../../../lambdas/role-access/plan-role.ts';
import { aRole, policyArn, rules } from './example-role.ts';

const granted = { 'muster:granted-policy': policyArn };
const prepared = { 'muster:prepared-policy': policyArn };
const had = { policyArns: [policyArn] };

describe('a role that is to get the policy', () => {
  it.each([
    ['gets it', {}, 'add', /lacks/],
    ['gets it after a run that died behind its record', { tags: granted }, 'add', /lacks/],
    ['keeps it', had, 'keep', /has the policy/],
    ['keeps it, though it is protected', { ...had, tags: { 'muster:protected': '' } }, 'keep', /has/],
    ['is refused, protected', { tags: { 'Muster:Protected': 'no' } }, 'refuse', /tag muster:protected/],
    ['is refused, service-linked', { path: '/aws-service-role/x/' }, 'refuse', /service-linked/],
    ['is refused, of AWS', { path: '/aws-reserved/sso/' }, 'refuse', /role of AWS/],
    ['is refused, of another service', { trust: {} }, 'refuse', /EC2 may not assume/],
    [
      'is refused, of another policy',
      { tags: { 'muster:prepared-policy': 'x' } },
      'refuse',
      /another policy/,
    ],
  ])('%s', (_, changes, kind, reason) => {
    expect(planAdding(aRole(changes), rules)).toEqual({ kind, reason: expect.stringMatching(reason) });
  });
});

describe('a role that is to lose what was added', () => {
  it.each([
    ['loses the policy with the record', { ...had, tags: granted }, 'detach'],
    ['keeps the policy of the other asker', { ...had, tags: { ...granted, ...prepared } }, 'forget'],
    ['loses the record of a policy that it lacks', { tags: granted }, 'forget'],
    ['keeps a policy without a record', had, 'keep'],
    ['keeps what the other asker has added', { ...had, tags: prepared }, 'keep'],
    ['keeps what is recorded of another policy', { ...had, tags: { 'muster:granted-policy': 'x' } }, 'keep'],
  ])('%s', (_, changes, kind) => {
    expect(planUndo(aRole(changes), 'instance', rules).kind).toBe(kind);
  });
});
