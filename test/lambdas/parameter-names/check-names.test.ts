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

it('asks nothing in a roll-back, which adds no name, so that it succeeds while every call fails', async () => {
  const existing = (asked: readonly string[]) =>
    asked.length === 0 ? Promise.resolve([]) : Promise.reject(new Error('an outage'));
  const OldResourceProperties = { Names: ['/a', '/added'] };
  expect(await check({ RequestType: 'Update', OldResourceProperties }, { existing })).toMatchObject({
    status: 'SUCCESS',
  });
});

it('asks in an update for the names that it adds alone', async () => {
  const asked: string[][] = [];
  const existing = async (names: readonly string[]) => {
    asked.push([...names]);
    return [];
  };
  const properties = {
    ResourceProperties: { Names: ['/a', '/b'] },
    OldResourceProperties: { Names: ['/a'] },
  };
  await check({ RequestType: 'Update', ...properties }, { existing });
  expect(asked).toEqual([['/b']]);
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
