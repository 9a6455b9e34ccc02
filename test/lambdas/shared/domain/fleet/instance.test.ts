import { expect, it } from 'vitest';
import { isUp, systemOf } from '../../../../../lambdas/shared/domain/fleet/instance.ts';
import { aManagedInstance } from '../../../builders.ts';

it.each([
  ['pending', true],
  ['running', true],
  ['shutting-down', false],
  ['terminated', false],
  ['stopping', false],
  ['stopped', false],
] as const)('an instance that is %s is up: %s', (state, expected) => {
  expect(isUp(state)).toBe(expected);
});

it.each([
  ['Linux', 'Amazon Linux', 'Linux'],
  ['Linux', 'FreeBSD', 'FreeBSD'],
  ['Linux', 'freebsd 14.1-RELEASE', 'FreeBSD'],
  ['Windows', 'Microsoft Windows Server 2022 Datacenter', 'Windows'],
  ['MacOS', 'macOS', 'MacOS'],
] as const)('the type %s with the name %s is the system %s', (platformType, platformName, system) => {
  expect(systemOf(aManagedInstance({ platformType, platformName }))).toBe(system);
});
