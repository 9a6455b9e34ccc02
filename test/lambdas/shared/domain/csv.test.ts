import { expect, it } from 'vitest';
import { renderCsv } from '../../../../lambdas/shared/domain/csv.ts';

it('begins with the names of the fields, and is empty when there is no row', () => {
  expect(renderCsv([{ group: 'web', missing: 2 }])).toBe('group,missing\nweb,2\n');
  expect(renderCsv([])).toBe('');
});
