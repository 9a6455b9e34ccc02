import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonText, shortText, visibleLines, visibleText } from '../../../bin/print/visible-text.ts';

it.each([
  ['\u001b[31mred', '\\u001b[31mred'],
  ['a\nb\r\tc', 'a\\u000ab\\u000d\\u0009c'],
  ['\u009b1m', '\\u009b1m'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['a\u200bb\u2028c\ufeff', 'a\\u200bb\\u2028c\\ufeff'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['Zürich 東京 🚀', 'Zürich 東京 🚀'],
])('%j is shown as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it('lines keep their tabs, and lose the ends that Windows writes', () => {
  expect(visibleLines('a\tb\r\n\u001b[2J\rc\n\nd\n')).toEqual(['a\tb', '\\u001b[2J\\u000dc', '', 'd']);
  expect(visibleLines('')).toEqual([]);
});

it('a long text is cut to the width of a column', () => {
  expect(shortText('x'.repeat(60))).toBe('x'.repeat(60));
  expect(shortText('x'.repeat(5000))).toBe(`${'x'.repeat(59)}…`);
  expect([...shortText('🚀'.repeat(100))]).toHaveLength(60);
});

it('JSON keeps its meaning', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      expect(JSON.parse(jsonText([value, text]))).toEqual(JSON.parse(JSON.stringify([value, text])));
    }),
    { seed: 1, numRuns: 500 },
  );
});
