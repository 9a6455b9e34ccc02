import { expect, it } from 'vitest';
import { isOlder } from '../../../../../lambdas/shared/domain/fleet/agent-version.ts';

it.each([
  ['2.3.1319.0', true],
  ['3.0.431.0', true],
  ['3.0.502', false],
  ['3.0', true],
  ['3.0.502.0', false],
  ['3.0.502.1', false],
  ['3.0.1124.0', false],
  ['3.10.0.0', false],
  ['10.0.0.0', false],
  ['3', true],
  [undefined, false],
  ['', false],
  ['latest', false],
  ['3.0.431.0-beta', false],
])('an agent of version %s is certainly older than 3.0.502.0: %s', (version, expected) => {
  expect(isOlder(version, '3.0.502.0')).toBe(expected);
});
