import { describe, expect, it } from 'vitest';
import type { Tags } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { isOutdated } from '../../../lambdas/sweep/is-outdated.ts';
import { anEntry, type EntryFields, hourMs, idOf, nowMs, someSweepSettings } from '../builders.ts';
import { deployedAtMs } from '../fakes.ts';

const excluding = { 'muster:exclude': 'yes' };
const building = { Name: 'Packer Builder' };
const onEmr = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
const decided = { changedAt: nowMs - hourMs, profile: 'default', configuration: 'digest-1' };

/** Whether the entry of a running instance with these tags is found. */
function isFound(fields: EntryFields, tags: Tags = {}, state: 'running' | 'stopped' = 'running'): boolean {
  return isOutdated(anEntry({ ...decided, ...fields }), {
    states: new Map([[idOf(1), state]]),
    managed: new Map(),
    tags: new Map([[idOf(1), tags]]),
    outside: new Map(),
    isManagedListWhole: false,
    entries: new Map(),
    deployedAtMs,
    settings: someSweepSettings(),
    nowMs,
  });
}

describe('an entry is outdated', () => {
  const earlier = { configuration: 'digest-0' };
  it.each<[name: string, fields: EntryFields, tags: Tags]>([
    ['excluded by a tag that is gone', { status: 'excluded', reason: 'ExcludedByTag' }, {}],
    ['excluded too late by a tag that is gone', { status: 'excluded', reason: 'ExcludedTooLate' }, {}],
    ['of an image that is no longer built', { status: 'excluded', reason: 'ImageBeingBuilt' }, {}],
    [
      'of an image, and excluded by a person now',
      { status: 'excluded', reason: 'ImageBeingBuilt' },
      excluding,
    ],
    ['onboarded, and an image is built of it', { status: 'onboarded' }, building],
    ['without a profile, and one matches now', { status: 'excluded', reason: 'NoProfileMatches' }, {}],
    [
      'not supported by an earlier configuration',
      { status: 'excluded', reason: 'UnsupportedPlatform', ...earlier },
      {},
    ],
    [
      'not supported by the profile of other tags',
      { status: 'excluded', reason: 'UnsupportedPlatform' },
      onEmr,
    ],
    ['failed under an earlier configuration', { status: 'failed', ...earlier }, {}],
    ['failed with the profile of other tags', { status: 'failed' }, onEmr],
    ['failed and excluded since', { status: 'failed' }, excluding],
    ['onboarded and excluded since', { status: 'onboarded' }, excluding],
    ['onboarded with the profile of other tags', { status: 'onboarded' }, onEmr],
    ['unmanaged and excluded since', { status: 'unmanaged' }, excluding],
  ])('that is %s', (_name, fields, tags) => {
    expect(isFound(fields, tags)).toBe(true);
    expect(isFound({ ...fields, changedAt: nowMs }, tags)).toBe(false);
    expect(isFound(fields, tags, 'stopped')).toBe(false);
  });
});

describe('an entry is not outdated', () => {
  it.each<[name: string, fields: EntryFields, tags: Tags]>([
    ['excluded by its tag', { status: 'excluded', reason: 'ExcludedByTag' }, excluding],
    ['of an image that is built', { status: 'excluded', reason: 'ImageBeingBuilt' }, building],
    ['of an image that is built too late', { status: 'excluded', reason: 'ExcludedTooLate' }, building],
    ['of an AWS service', { status: 'excluded', reason: 'ServiceManaged' }, excluding],
    ['not supported under this configuration', { status: 'excluded', reason: 'UnsupportedPlatform' }, {}],
    ['failed under this configuration', { status: 'failed' }, {}],
    ['onboarded under this configuration', { status: 'onboarded' }, {}],
    // That is for a roll-out.
    ['onboarded under an earlier one', { status: 'onboarded', configuration: 'digest-0' }, onEmr],
    ['waiting', { status: 'waiting' }, excluding],
    ['claimed', { status: 'claimed' }, excluding],
    ['commanded', { status: 'commanded' }, excluding],
    ['gone', { status: 'gone' }, excluding],
  ])('that is %s', (_name, fields, tags) => {
    expect(isFound(fields, tags)).toBe(false);
  });
});
