import { expect, it } from 'vitest';
import { isRecord } from '../../src/core/is-record.ts';

it('distinguishes a record from a list, null and text', () => {
  expect([{}, { a: 1 }].map(isRecord)).toEqual([true, true]);
  expect([[], null, 'a', 1, undefined].map(isRecord)).toEqual([false, false, false, false, false]);
});
