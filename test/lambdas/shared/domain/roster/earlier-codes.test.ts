import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { earlierCodes, presentReason } from '../../../../../lambdas/shared/domain/roster/earlier-codes.ts';
import { isReasonCode } from '../../../../../lambdas/shared/domain/roster/reason.ts';

it.each([
  ['NoProfile', 'NoProfileMatches'],
  ['NoProfileMatches', 'NoProfileMatches'],
  ['OfAnotherVersion', 'OfAnotherVersion'],
  ['toString', 'toString'],
])('the code %s is read as %s', (code, present) => {
  expect(presentReason(code)).toBe(present);
});

it('an earlier code stands for a present one, and is never used for another meaning', () => {
  for (const [earlier, present] of Object.entries(earlierCodes))
    expect([isReasonCode(earlier), isReasonCode(present)]).toEqual([false, true]);
});

it('docs/errors.md lists the earlier codes with the present ones', () => {
  const page = readFileSync(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = Object.entries(earlierCodes).map(
    ([earlier, present]) => `| \`${earlier}\` | \`${present}\` |`,
  );
  expect(page).toContain(`| earlier code | present code |\n| --- | --- |\n${rows.join('\n')}\n\n`);
});
