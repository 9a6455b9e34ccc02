import { describe, expect, it } from 'vitest';
import { findInstallMistakes } from '../../../../lib/capabilities/patching/install-mistakes.ts';
import { problemsOf } from '../../configuration/config-problems.ts';

const keys = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`K${at}`, ['x']]));
const problems = (targets: object, operation = 'Install') =>
  problemsOf(
    {
      groups: { wide: { tags: keys(5) }, narrow: { tags: keys(4) } },
      patching: { windows: { night: { schedule: 'rate(7 days)', targets, operation } } },
    },
    findInstallMistakes,
  );
const field = 'patching.windows.night.targets';

describe('a window that installs', () => {
  it.each([{ tags: keys(4) }, { group: 'narrow' }, { all: true }])('may be for %j', (targets) => {
    expect(problems(targets)).toEqual([]);
  });

  it.each([{ tags: keys(5) }, { group: 'wide' }])('leaves a key for the mark: %j', (targets) => {
    expect(problems(targets)).toEqual([
      expect.stringMatching(
        /^patching\.windows\.night\.targets: .*allowed: at most 4 tag keys .* Muster-Patchable/,
      ),
    ]);
    expect(problems(targets, 'Scan')).toEqual([]);
  });

  it('does not name the mark, nor nodes of EMR', () => {
    expect(problems({ tags: { 'Muster-Patchable': ['in-patch-group'] } })).toEqual([
      `${field}: received {"tags":{"Muster-Patchable":["in-patch-group"]}}; allowed: other tags: windows that install ask for Muster-Patchable by themselves`,
    ]);
    const cluster = { 'aws:elasticmapreduce:instance-group-role': ['CORE'] };
    expect(problems({ tags: cluster })).toEqual([
      `${field}: received {"tags":{"aws:elasticmapreduce:instance-group-role":["CORE"]}}; allowed: instances that are no nodes of EMR: those are scanned, and never installed on (docs/decisions/0040)`,
    ]);
  });
});
