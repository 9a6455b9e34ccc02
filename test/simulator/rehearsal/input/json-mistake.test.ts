import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonMistake } from '../../../../simulator/rehearsal/input/json-mistake.ts';

test('finds a mistake in exactly the texts that are not JSON documents', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    '1',
    '-',
    '-0.5e+3',
    '1.',
    'true',
    'nul',
    ' ',
    '\n',
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((drawn) => drawn.join(''));
  fc.assert(
    fc.property(fc.oneof(texts, fc.json(), fc.string()), (text) => {
      expect(findJsonMistake(text) === undefined).toBe(isJson(text) || isSeveral(text));
    }),
    { seed: 1, numRuns: 20_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** One document after another, of which all but the first are objects or arrays. */
function isSeveral(text: string): boolean {
  return Array.from(text, (_, index) => index).some(
    (end) =>
      /^[[{]/.test(text.slice(end).trimStart()) &&
      isJson(text.slice(0, end)) &&
      (isJson(text.slice(end)) || isSeveral(text.slice(end))),
  );
}
