// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessDenied } from '../../local/cloud/iam/access-denied.ts';
import { type Decision, evaluate } from '../../local/cloud/iam/evaluate.ts';
import { compilePolicy, type Policy } from '../../local/cloud/iam/policy.ts';
import { PermissionUsage } from '../../local/cloud/iam/usage.ts';
import { type Authorization, NotEmulatedError, type Principal } from '../../local/cloud/service.ts';
import { accountId, otherAccountId } from '../accounts.ts';

const roleArn = `arn:aws:iam::${accountId}:role/team/OnboardRole`;
const role: Principal = { kind: 'role', roleArn };
const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Launches`;
const ruleArn = `arn:aws:events:eu-west-1:${accountId}:rule/Running`;
const events: Principal = {
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: ruleArn,
  sourceAccount: accountId,
};
const nowMs = Date.UTC(2026, 10, 21, 12);

type Source = Record<string, unknown>;

function policy(kind: 'identity' | 'resource', ...statements: Source[]): Policy {
  return compilePolicy({ Version: '2012-10-17', Statement: statements }, { name: kind, kind });
}

interface Question {
  readonly identity?: Source[];
  readonly resource?: Source[];
  readonly principal?: Principal;
  readonly ask?: Partial<Authorization>;
}

function decide({ identity = [], resource = [], principal = role, ask = {} }: Question): Decision {
  return evaluate({
    principalPolicies: [policy('identity', ...identity)],
    resourcePolicies: [policy('resource', ...resource)],
    authorization: { action: 'sqs:SendMessage', resource: queueArn, ...ask },
    principal,
    nowMs,
  });
}

const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };

describe('decisions', () => {
  test('nothing is allowed unless a policy allows it', () => {
    expect(decide({}).decision).toBe('implicit-deny');
    expect(decide({ identity: [allowSend] }).decision).toBe('allow');
    expect(decide({ identity: [{ ...allowSend, Action: 'sqs:ReceiveMessage' }] }).decision).toBe(
      'implicit-deny',
    );
    expect(decide({ identity: [{ ...allowSend, Resource: `${queueArn}2` }] }).decision).toBe('implicit-deny');
  });

  test('a deny of either side wins', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(decide({ identity: [allowSend, deny] }).decision).toBe('explicit-deny');
    expect(decide({ identity: [allowSend], resource: [{ ...deny, Principal: '*' }] }).decision).toBe(
      'explicit-deny',
    );
  });

  test('the resource may allow a role by itself, but not by naming only its account', () => {
    const allow = (principal: unknown) =>
      decide({ resource: [{ ...allowSend, Principal: principal }] }).decision;
    expect(allow({ AWS: roleArn })).toBe('allow');
    expect(allow('*')).toBe('allow');
    expect(allow({ AWS: ['*'] })).toBe('allow');
    expect(allow({ AWS: `arn:aws:iam::${accountId}:role/team/Other` })).toBe('implicit-deny');
    expect(allow({ AWS: `arn:aws:iam::${accountId}:root` })).toBe('implicit-deny');
    expect(allow({ Service: 'events.amazonaws.com' })).toBe('implicit-deny');
  });

  test('a denial of the account denies its roles', () => {
    const deny = { ...allowSend, Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${accountId}:root` } };
    expect(decide({ identity: [allowSend], resource: [deny] }).decision).toBe('explicit-deny');
  });

  test('a service needs the resource to name it, with its conditions', () => {
    const statement = {
      ...allowSend,
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    };
    expect(decide({ principal: events, resource: [statement] }).decision).toBe('allow');
    expect(
      decide({ principal: { ...events, sourceArn: `${ruleArn}2` }, resource: [statement] }).decision,
    ).toBe('implicit-deny');
    expect(
      decide({ principal: { ...events, service: 's3.amazonaws.com' }, resource: [statement] }).decision,
    ).toBe('implicit-deny');
    expect(decide({ principal: events, identity: [allowSend] }).decision).toBe('implicit-deny');
  });

  test('an administrator needs no grant, but a deny of the resource holds', () => {
    const principal = { kind: 'administrator' } as const;
    expect(decide({ principal }).decision).toBe('allow');
    expect(decide({ principal, resource: [{ ...allowSend, Effect: 'Deny', Principal: '*' }] }).decision).toBe(
      'explicit-deny',
    );
  });

  test('a policy that refuses plain HTTP does not refuse local calls', () => {
    const tlsOnly = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: queueArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    expect(decide({ identity: [allowSend], resource: [tlsOnly] }).decision).toBe('allow');
  });

  test('actions are compared without regard to case, resources with', () => {
    expect(decide({ identity: [{ ...allowSend, Action: 'SQS:sendmessage' }] }).decision).toBe('allow');
    expect(decide({ identity: [{ ...allowSend, Resource: queueArn.toLowerCase() }] }).decision).toBe(
      'implicit-deny',
    );
  });

  test('NotAction and NotResource speak of everything else', () => {
    const not = (element: Source) => decide({ identity: [{ Effect: 'Allow', ...element }] }).decision;
    expect(not({ NotAction: 'iam:*', Resource: '*' })).toBe('allow');
    expect(not({ NotAction: ['iam:*', 'sqs:Send*'], Resource: '*' })).toBe('implicit-deny');
    expect(not({ Action: '*', NotResource: `${queueArn}2` })).toBe('allow');
    expect(not({ Action: '*', NotResource: [queueArn] })).toBe('implicit-deny');
  });

  test('names the statements and patterns that decided', () => {
    const { matched } = decide({
      identity: [{ ...allowSend, Sid: 'Send', Action: ['sqs:Get*', 'sqs:Send*'] }],
    });
    expect(matched.map(({ statement, actions }) => [statement.id, actions.map(({ text }) => text)])).toEqual([
      ['Send', ['sqs:Send*']],
    ]);
  });

  test('refuses to decide about another account', () => {
    expect(() => decide({ ask: { resource: queueArn.replace(accountId, otherAccountId) } })).toThrow(
      NotEmulatedError,
    );
  });
});

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

  test('a star before the resource does not reach over a colon', () => {
    const ask = { resource: `arn:aws:logs:eu-west-1:${accountId}:log-group:x` };
    const allow = (pattern: string) =>
      decide({ identity: [{ ...allowSend, Resource: pattern }], ask }).decision;
    expect(allow(`arn:aws:*:${accountId}:log-group:x`)).toBe('implicit-deny');
    expect(allow(`arn:aws:*:*:${accountId}:log-*:x`)).toBe('allow');
    expect(allow('arn:aws:logs:*:*:*')).toBe('allow');
  });

  test('only a star covers an action without a resource', () => {
    const ask = { action: 'ec2:DescribeInstances', resource: '*' };
    const allow = (resource: string) =>
      decide({ identity: [{ Effect: 'Allow', Action: 'ec2:*', Resource: resource }], ask });
    expect(allow('*').decision).toBe('allow');
    expect(allow('arn:aws:ec2:*:*:instance/*').decision).toBe('implicit-deny');
  });

  test('a variable is filled from the request, and its wildcards stand for themselves', () => {
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

  test('a variable may have a default, and old policies have none', () => {
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

describe('conditions', () => {
  function holds(condition: Source, conditions: Record<string, string | readonly string[]> = {}): boolean {
    return (
      decide({ identity: [{ ...allowSend, Condition: condition }], ask: { conditions } }).decision === 'allow'
    );
  }

  test.each([
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'AB', 'ab', true],
    ['StringNotEqualsIgnoreCase', 'AB', 'ab', false],
    ['StringLike', 'a?c*', 'abcd', true],
    ['StringLike', '${aws:PrincipalAccount}', accountId, true],
    ['StringLike', 'a${*}', 'ab', false],
    ['StringNotLike', 'a*', 'ab', false],
    ['ArnLike', 'arn:aws:sns:*:*:t*', 'arn:aws:sns:r:1:topic', true],
    ['ArnLike', 'arn:aws:*:topic', 'arn:aws:sns:r:1:topic', false],
    ['ArnNotEquals', 'arn:aws:sns:r:1:topic', 'arn:aws:sns:r:1:topic', false],
    ['Bool', 'true', 'True', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', 'nine', false],
    ['NumericGreaterThanEquals', 10, '10', true],
    ['NumericLessThanEquals', 10, '11', false],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
    ['DateLessThan', '1767225600', '2026-01-02T00:00:00Z', false],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '10.1.2.3', true],
    ['IpAddress', '10.0.0.1', '10.0.0.2', false],
    ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
    ['Null', 'false', 'x', true],
    ['Null', true, 'x', false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], false],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['c', 'a'], true],
  ])('%s %j on %j is %s', (operator, operand, value, expected) => {
    expect(holds({ [operator]: { 'ssm:key': operand } }, { 'SSM:Key': value })).toBe(expected);
  });

  test.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ArnLikeIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
  ])('%s on a key that is not there is %s', (operator, expected) => {
    expect(holds({ [operator]: { 'ssm:key': 'x' } })).toBe(expected);
  });

  test('Null asks whether the key is not there', () => {
    expect(holds({ Null: { 'ssm:key': 'true' } })).toBe(true);
    expect(holds({ Null: { 'ssm:key': 'false' } })).toBe(false);
  });

  test('all operators and all keys must hold', () => {
    const condition = { StringEquals: { a: '1', b: '2' }, StringLike: { c: '3*' } };
    expect(holds(condition, { a: '1', b: '2', c: '33' })).toBe(true);
    expect(holds(condition, { a: '1', b: '0', c: '33' })).toBe(false);
    expect(holds(condition, { a: '1', b: '2', c: '0' })).toBe(false);
  });

  test('the time is that of the call', () => {
    expect(holds({ DateGreaterThan: { 'aws:CurrentTime': '2026-11-21T11:59:59Z' } })).toBe(true);
    expect(holds({ DateGreaterThan: { 'aws:CurrentTime': '2026-11-21T12:00:00Z' } })).toBe(false);
  });

  test('refuses operators that are not emulated', () => {
    expect(() => holds({ BinaryEquals: { k: 'x' } })).toThrow(NotEmulatedError);
    expect(() => holds({ 'ForAnyValue:Nonsense': { k: 'x' } })).toThrow('ForAnyValue:Nonsense');
    expect(() => holds({ StringEquals: { k: 'x' } }, { k: ['x', 'y'] })).toThrow(
      'use ForAnyValue or ForAllValues',
    );
  });
});

test('a star in a pattern stands for any text in its part of the ARN', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '/', '.', '$', '[', '-'), maxLength: 6 });
  fc.assert(
    fc.property(part, part, part, (before, middle, after) => {
      const ask = { resource: `arn:aws:sqs:r:${accountId}:${before}${middle}${after}` };
      const pattern = `arn:*:sqs:r:${accountId}:${before}*${after}`;
      return decide({ identity: [{ ...allowSend, Resource: pattern }], ask }).decision === 'allow';
    }),
  );
});

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

describe('usage', () => {
  test('lists the action and resource patterns that allowed no call', () => {
    const statement = {
      ...allowSend,
      Action: ['sqs:SendMessage', 'sqs:PurgeQueue'],
      Resource: [queueArn, `${queueArn}2`],
    };
    const policies = [policy('identity', statement, { Effect: 'Deny', Action: 'iam:*', Resource: '*' })];
    const usage = new PermissionUsage();
    usage.declareRole(roleArn, policies);
    const ask = (action: string) => {
      const authorization = { action, resource: queueArn };
      usage.record(
        roleArn,
        evaluate({
          principalPolicies: policies,
          resourcePolicies: [],
          authorization,
          principal: role,
          nowMs,
        }),
      );
    };
    expect(usage.unusedPermissions()).toHaveLength(4);
    ask('sqs:SendMessage');
    ask('iam:CreateUser');
    expect(usage.unusedPermissions().map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `sqs:SendMessage ${queueArn}2`,
      `sqs:PurgeQueue ${queueArn}`,
      `sqs:PurgeQueue ${queueArn}2`,
    ]);
    ask('sqs:PurgeQueue');
    expect(usage.unusedPermissions()).toHaveLength(2);
  });
});

describe('refusals on the wire', () => {
  function denial(action: string, question: Question = {}) {
    const authorization = { action, resource: action.startsWith('ec2') ? '*' : queueArn };
    const principal = question.principal ?? role;
    const decision = decide({ ...question, ask: authorization });
    return accessDenied({ principal, authorization, decision, sessionName: 'onboard' });
  }

  const user = `User: arn:aws:sts::${accountId}:assumed-role/OnboardRole/onboard is not authorized to perform:`;

  test('each service has its own code', () => {
    expect(denial('ssm:SendCommand')).toMatchObject({
      code: 'AccessDeniedException',
      statusCode: 400,
      message: `${user} ssm:SendCommand on resource: ${queueArn} because no identity-based policy allows the ssm:SendCommand action`,
    });
    expect(denial('ec2:DescribeInstances')).toMatchObject({
      code: 'UnauthorizedOperation',
      statusCode: 403,
      message: `You are not authorized to perform this operation. ${user} ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
    });
    expect(denial('sqs:SendMessage').code).toBe('AccessDenied');
  });

  test('an explicit deny says where it stands', () => {
    const deny = { ...allowSend, Effect: 'Deny' };
    expect(denial('sqs:SendMessage', { identity: [deny] }).message).toContain(
      'explicit deny in an identity-based policy',
    );
    expect(denial('sqs:SendMessage', { resource: [{ ...deny, Principal: '*' }] }).message).toContain(
      'explicit deny in a resource-based policy',
    );
  });

  test('a service lacks a resource-based policy', () => {
    expect(denial('sqs:SendMessage', { principal: events }).message).toContain(
      'no resource-based policy allows',
    );
  });
});
