import { describe, expect, it } from 'vitest';
import { findOverlapMistakes } from '../../../../lib/capabilities/patching/overlap-mistakes.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { stackArn } from '../groups/stack-arn.ts';

const sunday = 'cron(0 2 ? * SUN *)';
const install = { schedule: sunday, targets: { all: true }, operation: 'Install' };
const groups = {
  web: { tags: { Role: ['web'], Stage: ['live'] } },
  billing: { stack: stackArn },
  ledger: { stack: stackArn },
};
const problems = (first: object, second: object) =>
  problemsOf(
    {
      groups,
      patching: {
        patchGroups: { web: {}, db: {} },
        windows: { first: { ...install, ...first }, second: { ...install, ...second } },
      },
    },
    findOverlapMistakes,
  );
const targets = (first: object, second: object) => problems({ targets: first }, { targets: second });

describe('two windows that install at one time', () => {
  it.each([
    [{ all: true }, { patchGroups: ['web'] }],
    [{ all: true }, { group: 'billing' }],
    [{ tags: { Role: ['web'] } }, { all: true }],
    [{ patchGroups: ['db', 'web'] }, { patchGroups: ['web'] }],
    [{ patchGroups: ['web'] }, { tags: { PatchGroup: ['web'] } }],
    [{ tags: { Role: ['web', 'db'] } }, { tags: { Role: ['db'], Stage: ['live'] } }],
    [{ tags: { Role: ['web'] } }, { group: 'web' }],
    [{ group: 'billing' }, { group: 'billing' }],
  ])('are refused on the same nodes: %j and %j', (first, second) => {
    expect(targets(first, second)).toEqual([
      `patching.windows.second.schedule: received ${JSON.stringify(sunday)}; allowed: times at which the window first is ` +
        'closed, or targets that it does not install on: both are open on 2026-12-27 at 02:00 UTC',
    ]);
  });

  it.each([
    [{ patchGroups: ['web'] }, { patchGroups: ['db'] }],
    [{ tags: { Role: ['web'] } }, { tags: { Stage: ['live'] } }],
    [{ tags: { Role: ['web'], Stage: ['test'] } }, { group: 'web' }],
    [{ group: 'billing' }, { group: 'ledger' }],
  ])('are accepted on nodes that are not known to be the same: %j and %j', (first, second) => {
    expect(targets(first, second)).toEqual([]);
  });

  it('are accepted when one does not install, or is not enabled', () => {
    expect(problems({}, { operation: 'Scan' })).toEqual([]);
    expect(problems({}, { enabled: false })).toEqual([]);
  });

  it('are told once for each window, beside the first that it meets', () => {
    const windows = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`w${index}`, install]));
    const found = problemsOf({ patching: { windows } }, findOverlapMistakes);
    expect(found).toHaveLength(7);
    expect(found.every((line) => line.includes('the window w0 is closed'))).toBe(true);
  });
});
