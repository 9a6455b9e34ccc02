import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { accountId, otherAccountId } from '../../accounts.ts';
import { allowSend, decide, events, queueArn, roleArn, ruleArn, type Statement } from './decide.ts';

describe('decisions', () => {
  test('nothing is allowed unless a policy allows it', () => {
    expect(decide({}).decision).toBe('implicit-deny');
    expect(decide({ identity: [allowSend] }).decision).toBe('allow');
    expect(decide({ identity: [{ ...allowSend, Action: 'sqs:ReceiveMessage' }] }).decision).toBe(
      'implicit-deny',
    );
    expect(decide({ identity: [{ ...allowSend, Resource: `${queueArn}2` }] }).decision).toBe('implicit-deny');
  });

  test('a deny on either side wins', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(decide({ identity: [allowSend, deny] }).decision).toBe('explicit-deny');
    expect(decide({ identity: [allowSend], resource: [{ ...deny, Principal: '*' }] }).decision).toBe(
      'explicit-deny',
    );
  });

  test('the resource may allow a role by its ARN, but not by its account alone', () => {
    const allow = (principal: unknown) =>
      decide({ resource: [{ ...allowSend, Principal: principal }] }).decision;
    expect(allow({ AWS: roleArn })).toBe('allow');
    expect(allow('*')).toBe('allow');
    expect(allow({ AWS: ['*'] })).toBe('allow');
    expect(allow({ AWS: `arn:aws:iam::${accountId}:role/team/Other` })).toBe('implicit-deny');
    expect(allow({ AWS: `arn:aws:iam::${accountId}:root` })).toBe('implicit-deny');
    expect(allow({ Service: 'events.amazonaws.com' })).toBe('implicit-deny');
  });

  test('a deny for the account denies its roles', () => {
    const deny = { ...allowSend, Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${accountId}:root` } };
    expect(decide({ identity: [allowSend], resource: [deny] }).decision).toBe('explicit-deny');
  });

  test('a service needs an allow of the resource, with its conditions', () => {
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

  test('an administrator needs no allow, but a deny of the resource applies', () => {
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

  test('actions are case-insensitive, resources are case-sensitive', () => {
    expect(decide({ identity: [{ ...allowSend, Action: 'SQS:sendmessage' }] }).decision).toBe('allow');
    expect(decide({ identity: [{ ...allowSend, Resource: queueArn.toLowerCase() }] }).decision).toBe(
      'implicit-deny',
    );
  });

  test('NotAction and NotResource match everything else', () => {
    const not = (element: Statement) => decide({ identity: [{ Effect: 'Allow', ...element }] }).decision;
    expect(not({ NotAction: 'iam:*', Resource: '*' })).toBe('allow');
    expect(not({ NotAction: ['iam:*', 'sqs:Send*'], Resource: '*' })).toBe('implicit-deny');
    expect(not({ Action: '*', NotResource: `${queueArn}2` })).toBe('allow');
    expect(not({ Action: '*', NotResource: [queueArn] })).toBe('implicit-deny');
  });

  test('returns the statements and patterns that decided', () => {
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
