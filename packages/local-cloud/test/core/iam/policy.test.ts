import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../../src/core/iam/policy.ts';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { allowSend, policy } from './decide.ts';

describe('policies', () => {
  test.each([
    ['identity', { ...allowSend, Principal: '*' }, 'must not have a Principal'],
    ['resource', allowSend, 'lacks a Principal'],
    ['identity', { ...allowSend, Effect: 'Maybe' }, '"Maybe"'],
    ['identity', { Effect: 'Allow', Resource: '*' }, 'needs either Action or NotAction'],
    [
      'identity',
      { Effect: 'Allow', Action: '*', Resource: '*', NotResource: 'x' },
      'needs either Resource or NotResource',
    ],
    ['identity', { ...allowSend, Condition: { NumericEquals: { k: 'ten' } } }, 'not a number'],
  ] as const)('refuses a malformed %s statement %j', (kind, statement, message) => {
    expect(() => policy(kind, statement)).toThrow(message);
  });

  test('refuses an unknown version', () => {
    expect(() =>
      compilePolicy({ Version: '2020-01-01', Statement: [] }, { name: 'x', kind: 'identity' }),
    ).toThrow('2020-01-01');
  });

  test('refuses principals that are not emulated', () => {
    expect(() => policy('resource', { ...allowSend, Principal: { Federated: 'x' } })).toThrow(
      NotEmulatedError,
    );
    expect(() => policy('resource', { ...allowSend, NotPrincipal: '*' })).toThrow(NotEmulatedError);
  });
});
