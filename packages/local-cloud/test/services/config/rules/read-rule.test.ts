import type * as Sdk from '@aws-sdk/client-config-service';
import { expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { readRule } from '../../../../src/services/config/rules/read-rule.ts';

const source = (SourceIdentifier: string): Sdk.Source => ({ Owner: 'AWS', SourceIdentifier });
const tags = source('REQUIRED_TAGS');
const parameters = (given: object) => ({ Source: tags, InputParameters: JSON.stringify(given) });
const required = parameters({ tag1Key: 'Owner' });

it.each([
  ['a text that is no JSON', { Source: tags, InputParameters: 'x' }, /Invalid json x/],
  [
    'a parameter that it does not have',
    parameters({ tag1Key: 'a', tag7Key: 'b' }),
    /Unknown parameters.*tag7Key/,
  ],
  ['a parameter too few', { Source: tags }, /Required parameter \[tag1Key\]/],
  ['a blank parameter', parameters({ tag1Key: ' ' }), /Blank spaces.*tag1Key/],
  [
    'a frequency, if it runs at changes',
    { ...required, MaximumExecutionFrequency: 'One_Hour' },
    /not allowed/,
  ],
  ['no identifier', { Source: { Owner: 'AWS' } }, /sourceIdentifier is required/],
  [
    'details of its source',
    { Source: { ...tags, SourceDetails: [{ EventSource: 'aws.config' }] } },
    /SourceDetails/,
  ],
  ['the value of a tag without a key', { ...required, Scope: { TagValue: 'x' } }, /TagKey/],
  [
    'a tag and a type',
    { ...required, Scope: { TagKey: 'a', ComplianceResourceTypes: ['AWS::EC2::Instance'] } },
    /both resource and tag/,
  ],
  ['a resource without a type', { ...required, Scope: { ComplianceResourceId: 'i-1' } }, /exactly one type/],
] satisfies [string, Sdk.ConfigRule, RegExp][])('refuses a rule with %s', (_, given, message) => {
  expect(() => readRule(given, 'rule')).toThrow(
    expect.objectContaining({
      code: 'InvalidParameterValueException',
      message: expect.stringMatching(message),
    }),
  );
});

it.each([
  ['of somebody', { Source: { ...tags, Owner: 'CUSTOM_LAMBDA' } }],
  ['of AWS that is not here', { Source: source('ROOT_ACCOUNT_MFA_ENABLED') }],
  ['about volumes', { ...required, Scope: { ComplianceResourceTypes: ['AWS::EC2::Volume'] } }],
  ['that evaluates before the fact', { ...required, EvaluationModes: [{ Mode: 'PROACTIVE' }] }],
] satisfies [string, Sdk.ConfigRule][])('refuses a rule %s as not emulated', (_, given) => {
  expect(() => readRule(given, 'rule')).toThrow(NotEmulatedError);
});
