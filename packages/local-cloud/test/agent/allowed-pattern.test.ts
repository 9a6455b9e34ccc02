import { describe, expect, it } from 'vitest';
import { objectionOfRe2, readAllowedPattern } from '../../src/agent/allowed-pattern.ts';

describe('RE2', () => {
  it.each([
    ['^(?=.*a).*$', 'invalid or unsupported Perl syntax: `(?=`'],
    ['^(?!x)', 'invalid or unsupported Perl syntax: `(?!`'],
    ['(?<=x)a', 'invalid or unsupported Perl syntax: `(?<=`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['a\\Z', 'invalid escape sequence: `\\Z`'],
    ['[\\b]', 'invalid escape sequence: `\\b`'],
    ['a++', 'invalid nested repetition operator: `++`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{2,1001}', 'invalid repeat count: `{2,1001}`'],
    ['(?:[a-z]{1,40}/){0,40}', 'invalid repeat count: `{0,40}`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
  ])('objects to %s', (pattern, words) => {
    expect(objectionOfRe2(pattern)).toBe(words);
  });

  it.each([
    '^[a-zA-Z0-9_.-]{1,64}$',
    '^(?:a|b)+?$',
    '[(?=]',
    '\\(?=',
    '^$|^https://[^\\s\'"]{1,900}#[0-9a-f]{64}$',
    'a{1000}',
    '(a{30}){30}(b{30}){30}',
    '\\bword\\b',
  ])('takes %s', (pattern) => {
    expect(objectionOfRe2(pattern)).toBeUndefined();
    expect(readAllowedPattern(pattern)).toBeInstanceOf(RegExp);
  });
});

describe('a pattern', () => {
  it('is not anchored', () => {
    expect(readAllowedPattern('b').test('abc')).toBe(true);
  });

  it('has the white space of RE2, which knows no non-breaking one', () => {
    expect(readAllowedPattern('^\\s$').test('\u00a0')).toBe(false);
    expect(readAllowedPattern('^[\\s]$').test('\t')).toBe(true);
    expect(readAllowedPattern('^\\S$').test('\u00a0')).toBe(true);
  });

  it.each(['(?i)a', '\\Aa\\z', '[[:alpha:]]', '\\pL', '(?P<n>a)', '[]a]', '[^\\S]'])(
    'that JavaScript reads otherwise is not emulated: %s',
    (pattern) => {
      expect(() => readAllowedPattern(pattern)).toThrow(/which JavaScript cannot read as RE2 does/);
    },
  );
});
