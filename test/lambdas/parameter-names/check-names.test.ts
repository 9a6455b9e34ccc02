import { expect, it } from 'vitest';
import { checkNames, type NamesRequest } from '../../../lambdas/parameter-names/check-names.ts';
import type { ParameterNames } from '../../../lambdas/parameter-names/parameter-names-client.ts';

const found = { name: '/a', type: 'String', changedBy: 'somebody' };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const check = (event: Partial<NamesRequest>, names: Partial<ParameterNames> = {}) =>
  checkNames(
    { RequestType: 'Create', StackId: 'stack-1', ResourceProperties: { Names: ['/a'] }, ...event },
    {
      names: { existing: async () => [], ofStack: async () => new Set<string>(), ...names },
      log: silent,
    },
  );

it('goes on when the names are free, and asks CloudFormation nothing', async () => {
  const ofStack = () => Promise.reject(new Error('not needed'));
  expect(await check({}, { ofStack })).toMatchObject({ status: 'SUCCESS', data: {} });
});

it.each(['Create', 'Update'] as const)('refuses a name that is taken, in a %s', async (RequestType) => {
  const answer = await check({ RequestType }, { existing: async () => [found] });
  expect(answer).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('/a (a String') });
});

it('goes on with a parameter of the stack itself, as after an upgrade', async () => {
  const own = { existing: async () => [found], ofStack: async () => new Set(['/a']) };
  expect(await check({ RequestType: 'Create' }, own)).toMatchObject({ status: 'SUCCESS' });
});

it('has nothing to check in a deletion', async () => {
  expect(await check({ RequestType: 'Delete' }, { existing: async () => [found] })).toMatchObject({
    status: 'SUCCESS',
  });
});

it('refuses when it cannot look, since an empty answer would be no absence', async () => {
  const existing = () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await check({}, { existing })).toMatchObject({
    status: 'FAILED',
    reason: 'The names of parameters were not checked: AccessDeniedException: no',
  });
});

it('refuses a property that is no list', async () => {
  expect(await check({ ResourceProperties: { Names: 'x' } })).toMatchObject({
    status: 'FAILED',
    reason: 'the property Names is no list of names',
  });
});
