// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../../src/core/iam/evaluate-policies.ts';
import { compilePolicy } from '../../../../src/core/iam/policy.ts';
import { accountId } from '../../../accounts.ts';
import { allowSend, decide, nowMs, queueArn, role } from '../decide.ts';

describe('resource patterns', () => {
  test.each([
    ['*', true],
    ['arn:aws:sqs:*:*:*', true],
    ['arn:aws:sqs', true],
    ['arn:aws:sqs:eu-west-1', true],
    [`arn:aws:sqs:eu-west-?:${accountId}:Laun*`, true],
    ['arn:aws:sqs:eu-west-1:*', true],
    ['arn:*:Launches', false],
    ['arn:aws:sqs:*:Launches', false],
    [`arn:aws:sqs:eu-west-1:${accountId}:Launch`, false],
    [`arn.aws:sqs:eu-west-1:${accountId}:Launches`, false],
  ])('%s matches the queue: %s', (pattern, isAllowed) => {
    expect(decide({ identity: [{ ...allowSend, Resource: pattern }] }).decision === 'allow').toBe(isAllowed);
  });

  test('a star before the resource does not match a colon', () => {
    const ask = { resource: `arn:aws:logs:eu-west-1:${accountId}:log-group:x` };
    const allow = (pattern: string) =>
      decide({ identity: [{ ...allowSend, Resource: pattern }], ask }).decision;
    expect(allow(`arn:aws:*:${accountId}:log-group:x`)).toBe('implicit-deny');
    expect(allow(`arn:aws:*:*:${accountId}:log-*:x`)).toBe('allow');
    expect(allow('arn:aws:logs:*:*:*')).toBe('allow');
  });

  test('only a star matches an action without a resource', () => {
    const ask = { action: 'ec2:DescribeInstances', resource: '*' };
    const allow = (resource: string) =>
      decide({ identity: [{ Effect: 'Allow', Action: 'ec2:*', Resource: resource }], ask });
    expect(allow('*').decision).toBe('allow');
    expect(allow('arn:aws:ec2:*:*:instance/*').decision).toBe('implicit-deny');
  });

  test('a variable has its value from the request, and wildcards in the value are literal', () => {
    const resource = 'arn:aws:sqs:*:*:${aws:ResourceTag/team}-q';
    const allow = (tag: string | undefined, name: string) =>
      decide({
        identity: [{ ...allowSend, Resource: resource }],
        ask: {
          resource: `arn:aws:sqs:eu-west-1:${accountId}:${name}`,
          ...(tag === undefined ? {} : { conditions: { 'aws:resourcetag/team': tag } }),
        },
      }).decision;
    expect(allow('red', 'red-q')).toBe('allow');
    expect(allow('*', 'red-q')).toBe('implicit-deny');
    expect(allow('*', '*-q')).toBe('allow');
    expect(allow(undefined, '-q')).toBe('implicit-deny');
  });

  test('a variable may have a default, and policies of the old version have no variables', () => {
    const statement = {
      ...allowSend,
      Resource: `arn:aws:sqs:eu-west-1:${accountId}:\${aws:userid, 'Launches'}`,
    };
    expect(decide({ identity: [statement] }).decision).toBe('allow');
    const old = compilePolicy({ Statement: statement }, { name: 'old', kind: 'identity' });
    const authorization = { action: 'sqs:SendMessage', resource: queueArn };
    const input = { principalPolicies: [old], resourcePolicies: [], authorization, principal: role, nowMs };
    expect(evaluate(input).decision).toBe('implicit-deny');
  });
});

test('a star in a pattern matches any text in its part of the ARN', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '/', '.', '$', '[', '-'), maxLength: 6 });
  fc.assert(
    fc.property(part, part, part, (before, middle, after) => {
      const ask = { resource: `arn:aws:sqs:r:${accountId}:${before}${middle}${after}` };
      const pattern = `arn:*:sqs:r:${accountId}:${before}*${after}`;
      return decide({ identity: [{ ...allowSend, Resource: pattern }], ask }).decision === 'allow';
    }),
  );
});
