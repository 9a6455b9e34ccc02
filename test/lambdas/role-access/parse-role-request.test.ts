import { expect, it } from 'vitest';
import { parseRoleRequest } from '../../../lambdas/role-access/parse-role-request.ts';

it('the input of a step is read', () => {
  expect(parseRoleRequest({ Operation: 'prepare', RolesMax: '20', DryRun: 'true' })).toEqual({
    ...{ Operation: 'prepare', RolesMax: 20, DryRun: 'true' },
  });
});

it.each([
  ['an unknown operation', { Operation: 'delete' }, /Operation/],
  [
    'too many roles',
    { Operation: 'release', RolesMax: '501', DryRun: 'true' },
    /RolesMax: received 501; Too big/,
  ],
  ['no dry run', { Operation: 'grant', InstanceId: 'i-1' }, /DryRun: received nothing/],
  ['no instance', { Operation: 'grant', InstanceId: '', DryRun: 'true' }, /InstanceId/],
  ['nothing', undefined, /malformed/],
])('refuses %s', (_, event, words) => {
  expect(() => parseRoleRequest(event)).toThrow(words);
});
