import { expect, it } from 'vitest';
import { parseJson } from '../../../../lambdas/shared/domain/parse-json.ts';

it.each([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['', ''],
  ['{"a"', '{"a"'],
])('the text %j is read as %j', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});
