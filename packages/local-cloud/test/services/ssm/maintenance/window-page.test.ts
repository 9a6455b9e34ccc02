import { expect, it } from 'vitest';
import { takeWindowPage } from '../../../../src/services/ssm/maintenance/window-page.ts';

it('a page follows the one before, and a token of another request is refused', () => {
  const items = [1, 2, 3];
  const { page, next } = takeWindowPage(items, { MaxResults: 2 }, 'a');
  expect(page).toEqual([1, 2]);
  expect(takeWindowPage(items, { MaxResults: 2, ...next }, 'a').page).toEqual([3]);
  expect(() => takeWindowPage(items, next, 'b')).toThrow('not of this request');
});
