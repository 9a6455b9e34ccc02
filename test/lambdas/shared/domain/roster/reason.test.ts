import { expect, it } from 'vitest';
import { isReasonCode } from '../../../../../lambdas/shared/domain/roster/reason.ts';

it.each([
  ['CommandSent', true],
  ['DownloadFailed', true],
  ['NoEndpoint', true],
  ['OfAnotherVersion', false],
  ['toString', false],
])('the table of reasons has %s: %s', (code, isKnown) => {
  expect(isReasonCode(code)).toBe(isKnown);
});
