// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { accountId } from '../../accounts.ts';
import { allowSend, decide, type Statement } from './decide.ts';

describe('conditions', () => {
  function holds(condition: Statement, conditions: Record<string, string | readonly string[]> = {}): boolean {
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
  ])('%s on a missing key is %s', (operator, expected) => {
    expect(holds({ [operator]: { 'ssm:key': 'x' } })).toBe(expected);
  });

  test('Null tests whether the key is absent', () => {
    expect(holds({ Null: { 'ssm:key': 'true' } })).toBe(true);
    expect(holds({ Null: { 'ssm:key': 'false' } })).toBe(false);
  });

  test('all operators and all keys must hold', () => {
    const condition = { StringEquals: { a: '1', b: '2' }, StringLike: { c: '3*' } };
    expect(holds(condition, { a: '1', b: '2', c: '33' })).toBe(true);
    expect(holds(condition, { a: '1', b: '0', c: '33' })).toBe(false);
    expect(holds(condition, { a: '1', b: '2', c: '0' })).toBe(false);
  });

  test('the current time is that of the call', () => {
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
