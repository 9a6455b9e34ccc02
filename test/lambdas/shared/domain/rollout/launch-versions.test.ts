import { expect, it } from 'vitest';
import {
  isLaunchVersions,
  launchVersionsOf,
  settingsForLaunches,
} from '../../../../../lambdas/shared/domain/rollout/launch-versions.ts';
import { someSettings } from '../../../builders.ts';
import { aPlan, document } from './rollout-fixtures.ts';

const held = { rolloutId: 'r1', versions: { [document]: '1' } };

it('launches get what most had before, in every state of a roll-out that is under way', () => {
  const plan = aPlan({ launches: 'earlier' });
  for (const status of ['running', 'paused', 'stopped'] as const)
    expect(launchVersionsOf(plan, { status })).toEqual(held);
  for (const status of ['done', 'aborted'] as const)
    expect(launchVersionsOf(plan, { status })).toBeUndefined();
});

it('launches get what was deployed last by a roll-out that says nothing of them', () => {
  expect(launchVersionsOf(aPlan(), { status: 'running' })).toBeUndefined();
});

it('the settings for launches differ in the versions that are held alone', () => {
  const settings = someSettings({ documentVersions: { [document]: '2', Other: '7' } });
  expect(settingsForLaunches(settings, undefined)).toBe(settings);
  expect(settingsForLaunches(settings, held)).toEqual({
    ...settings,
    documentVersions: { [document]: '1', Other: '7' },
  });
});

it.each([
  undefined,
  'r1',
  {},
  { rolloutId: 'r1' },
  { rolloutId: 'r1', versions: { A: 1 } },
  { versions: {} },
])('refuses %j as what launches get', (value) => {
  expect(isLaunchVersions(value)).toBe(false);
});
