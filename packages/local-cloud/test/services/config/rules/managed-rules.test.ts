import { describe, expect, it } from 'vitest';
import type { RecordedInstance } from '../../../../src/services/config/recording/recorded-instance.ts';
import { managedRules } from '../../../../src/services/config/rules/managed-rules.ts';

const running: RecordedInstance = {
  ...{ id: 'i-1', capturedMs: 0, state: 'running', tags: {}, isManaged: false },
  ...{ httpTokens: 'required', instanceProfileArn: undefined },
};
const judge = (identifier: string, instance: Partial<RecordedInstance>, parameters = {}) =>
  managedRules[identifier]?.judge?.({ ...running, ...instance }, parameters);

describe('EC2_INSTANCE_MANAGED_BY_SSM', () => {
  it.each([
    ['running', true, 'COMPLIANT'],
    ['running', false, 'NON_COMPLIANT'],
    ['pending', false, 'NOT_APPLICABLE'],
    ['stopped', true, 'NOT_APPLICABLE'],
    ['stopped', false, 'NOT_APPLICABLE'],
  ] as const)('finds one that is %s (in the inventory: %s) %s', (state, isManaged, compliance) => {
    expect(judge('EC2_INSTANCE_MANAGED_BY_SSM', { state, isManaged })).toBe(compliance);
  });
});

describe('EC2_INSTANCE_PROFILE_ATTACHED', () => {
  it.each([
    [undefined, undefined, 'NON_COMPLIANT'],
    ['a', undefined, 'COMPLIANT'],
    ['a', 'b, a', 'COMPLIANT'],
    ['a', 'b', 'NON_COMPLIANT'],
  ])('finds the profile %s, of those allowed (%s), %s', (instanceProfileArn, allowed, compliance) => {
    const parameters = allowed === undefined ? {} : { IamInstanceProfileArnList: allowed };
    expect(judge('EC2_INSTANCE_PROFILE_ATTACHED', { instanceProfileArn }, parameters)).toBe(compliance);
  });
});

describe('EC2_IMDSV2_CHECK', () => {
  it.each([
    ['required', 'COMPLIANT'],
    ['optional', 'NON_COMPLIANT'],
  ] as const)('finds tokens that are %s %s', (httpTokens, compliance) => {
    expect(judge('EC2_IMDSV2_CHECK', { httpTokens })).toBe(compliance);
  });
});

describe('REQUIRED_TAGS', () => {
  it.each([
    [{ Owner: 'x' }, { tag1Key: 'Owner' }, 'COMPLIANT'],
    [{}, { tag1Key: 'Owner' }, 'NON_COMPLIANT'],
    [{ Owner: 'x' }, { tag1Key: 'Owner', tag1Value: 'y,x' }, 'COMPLIANT'],
    [{ Owner: 'x' }, { tag1Key: 'Owner', tag1Value: 'y' }, 'NON_COMPLIANT'],
    [{ Owner: 'x' }, { tag1Key: 'Owner', tag6Key: 'Stage' }, 'NON_COMPLIANT'],
    [{ Owner: 'x', Stage: 'z' }, { tag1Key: 'Owner', tag6Key: 'Stage' }, 'COMPLIANT'],
  ])('finds %j, of which it requires %j, %s', (tags, parameters, compliance) => {
    expect(judge('REQUIRED_TAGS', { tags }, parameters)).toBe(compliance);
  });
});
