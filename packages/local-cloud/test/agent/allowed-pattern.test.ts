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
    ['a{2,1}', 'invalid repeat count: `{2,1}`'],
    ['a{2,1001}', 'invalid repeat count: `{2,1001}`'],
    ['(?:[a-z]{1,40}/){0,40}', 'invalid repeat count: `{0,40}`'],
    ['[a-\\d]', 'invalid escape sequence: `\\d`'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['(a', 'missing closing ): `(a`'],
    ['a(?:b|(c)', 'missing closing ): `a(?:b|(c)`'],
    ['a)', 'unexpected ): `a)`'],
    ['x[a', 'missing closing ]: `[a`'],
    ['[]', 'missing closing ]: `[]`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a|{2}', 'missing argument to repetition operator: `{2}`'],
    ['(?:+)', 'missing argument to repetition operator: `+`'],
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
    '\\Aa\\z',
    '[]a]',
    '[\\w-.]',
    'a{,3}',
    '^a\\-\\_/$',
    '(|a)',
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

  it.each([
    ['^a.b$', 'a\rb', true],
    ['^a.b$', 'a\nb', false],
    ['^.$', '\u{1f600}', true],
    ['^[^a]$', '\u{1f600}', true],
    ['^a$', 'a\n', false],
    ['^\\Aa\\z$', 'a', true],
    ['^a{,3}$', 'a{,3}', true],
    ['^[\\w-.]+$', 'a-.', true],
    ['^[]a-]+$', ']a-', true],
    ['^[a-c-e]+$', 'b-e', true],
    ['^[a-c-e]+$', 'd', false],
    ['^[a-c-b]+$', 'c-b', true],
    ['^[a^]$', '^', true],
    ['^[a&&b]$', '&', true],
    ['^\\-\\/\\_$', '-/_', true],
    ['^(?:a|b){2,}?$', 'ab', true],
    ['^(?P<name>a)$', 'a', true],
    ['^[\\x20-\\x7e]\\x41$', 'bA', true],
  ])('%s of %j: %s', (pattern, value, isMatch) => {
    expect(objectionOfRe2(pattern)).toBeUndefined();
    expect(readAllowedPattern(pattern).test(value)).toBe(isMatch);
  });

  it.each([...['(?i)a', '[[:alpha:]]', '\\pL', '(?<n>a)', '[^\\S]', '\\Qa.b\\E', '^{2}', '\\07', '\\C']])(
    'that JavaScript reads otherwise is not emulated: %s',
    (pattern) => {
      expect(() => readAllowedPattern(pattern)).toThrow(/which JavaScript cannot read as RE2 does/);
    },
  );
});
