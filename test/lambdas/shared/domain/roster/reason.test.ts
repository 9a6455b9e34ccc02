import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  earlierCodes,
  isReasonCode,
  presentReason,
} from '../../../../../lambdas/shared/domain/roster/reason.ts';

it.each([
  ['NoEndpoint', true],
  ['OfAnotherVersion', false],
  ['toString', false],
])('the table of reasons has %s: %s', (code, isKnown) => {
  expect(isReasonCode(code)).toBe(isKnown);
});

it.each([
  ['NoProfile', 'NoProfileMatches'],
  ['NoProfileMatches', 'NoProfileMatches'],
  ['OfAnotherVersion', 'OfAnotherVersion'],
  ['toString', 'toString'],
])('the code %s is read as %s', (code, present) => {
  expect(presentReason(code)).toBe(present);
});

it('an earlier code is never used for another meaning', () => {
  for (const code of Object.keys(earlierCodes)) expect(isReasonCode(code)).toBe(false);
});

it('docs/errors.md lists the earlier codes with the present ones', () => {
  const page = readFileSync(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = Object.entries(earlierCodes).map(
    ([earlier, present]) => `| \`${earlier}\` | \`${present}\` |`,
  );
  expect(page).toContain(`| earlier code | present code |\n| --- | --- |\n${rows.join('\n')}\n\n`);
});
