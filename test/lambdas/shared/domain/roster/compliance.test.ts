import { describe, expect, it } from 'vitest';
import { complianceOf, writeCompliance } from '../../../../../lambdas/shared/domain/roster/compliance.ts';
import type { RosterEntry } from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';

const entry: RosterEntry = {
  ...{ instanceId: 'i-1', status: 'excluded', reason: 'ExcludedByTag', source: 'standalone', revision: 1 },
  ...{ firstSeenAt: 0, launchedAt: 0, changedAt: 0 },
};

describe('a judgement of compliance', () => {
  it('is read as it was written', () => {
    const judgement = { type: 'Patch', isCompliant: false, atMs: 1_769_817_600_000 } as const;
    expect(complianceOf({ ...entry, patchCompliance: writeCompliance(judgement) })).toEqual([judgement]);
  });

  it('is a greater text when it is later', () => {
    const at = (atMs: number) => writeCompliance({ type: 'Patch', isCompliant: atMs % 2 === 0, atMs });
    expect(at(1_769_817_600_000) < at(1_769_817_600_001)).toBe(true);
  });

  it('is left out in a form of another version', () => {
    expect(complianceOf({ ...entry, patchCompliance: 'unknown', associationCompliance: '' })).toEqual([]);
  });
});
