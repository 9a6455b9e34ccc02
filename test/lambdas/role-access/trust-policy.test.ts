import { expect, it } from 'vitest';
import { trustsEc2 } from '../../../lambdas/role-access/trust-policy.ts';

const ec2 = { Service: 'ec2.amazonaws.com' };
const allow = (Principal: unknown, more: object = {}) => ({
  ...{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' },
  ...more,
});
const trust = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const deny = (Principal: unknown, more: object = {}) => allow(Principal, { Effect: 'Deny', ...more });

it.each([
  ['a list of services', trust(allow({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] })), true],
  ['EC2 of China', trust(allow({ Service: 'ec2.amazonaws.com.cn' })), true],
  ['a single statement', { Statement: allow(ec2) }, true],
  ['one of several statements', trust(allow({ AWS: '*' }), allow(ec2)), true],
  ['a list of actions', trust(allow(ec2, { Action: ['sts:TagSession', 'sts:assumerole'] })), true],
  ['every action', trust(allow(ec2, { Action: 'sts:*' })), true],
  ['a condition', trust(allow(ec2, { Condition: { Null: {} } })), true],
  ['a Deny of another service', trust(allow(ec2), deny({ Service: 'lambda.amazonaws.com' })), true],
  ['another service', trust(allow({ Service: 'ec2fleet.amazonaws.com' })), false],
  ['no service', trust(allow({ AWS: 'arn:aws:iam::000000000000:root' })), false],
  ['everybody, but nobody by name', trust(allow('*')), false],
  ['all but EC2', trust({ Effect: 'Allow', NotPrincipal: ec2, Action: 'sts:AssumeRole' }), false],
  ['another action', trust(allow(ec2, { Action: 'sts:TagSession' })), false],
  ['a Deny', trust(allow(ec2), deny(ec2)), false],
  ['a Deny of everybody', trust(allow(ec2), deny({ AWS: ['*'] })), false],
  ['a Deny with a condition', trust(allow(ec2), deny('*', { Condition: { Null: {} } })), false],
  ['no statement', { Version: '2012-10-17' }, false],
  ['a text in another form', 'not JSON', false],
])('a trust policy with %s is read', (_, document, isOfEc2) => {
  expect(trustsEc2(document)).toBe(isOfEc2);
});
