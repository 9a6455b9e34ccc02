import { expect, it } from 'vitest';
import { readTokens } from '../../src/agent/re2-tokens.ts';

const roles = (pattern: string) => readTokens(pattern).map(({ text, role }) => `${text} ${role}`);

it('a class has a negation, members, ranges and an end', () => {
  expect(roles('a[^]-b\\d-]-')).toEqual([
    ...['a outside', '[ outside', '^ negation', '] member', '- range', 'b member', '\\d member'],
    ...['- member', '] end', '- outside'],
  ]);
});

it('a character of two units is one part', () => {
  expect(roles('\u{1f600}')).toEqual(['\u{1f600} outside']);
});
