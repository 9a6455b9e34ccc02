import { beforeAll, describe, expect, it } from 'vitest';
import { faultNames } from '../../../simulator/faults/fault-kinds.ts';
import { unusedByAll } from '../../../simulator/promises/simulation-permissions.ts';
import { exampleRemediation } from '../../../simulator/remediation/example-remediation.ts';
import { simulate, type Verdict } from '../../../simulator/run/simulate-seed.ts';
import { assemblyFolder, assemblyFolderWith } from '../../synthesized.ts';

const broken = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ seed, violations }) =>
    violations.map(({ promise, instanceId, what }) => `seed ${seed}: ${promise}: ${instanceId} ${what}`),
  );

/**
 * With this many seeds, every kind of fault is on in some and off in others. `npm run simulate -- --runs 200 --launches
 * 500` runs more. They run in this thread, where the functions have been compiled and optimized; the test of that command
 * runs workers.
 */
const seedCount = 16;

describe('sixteen seeds of forty launches', () => {
  const verdicts: Verdict[] = [];
  beforeAll(async () => {
    const withRemediation = assemblyFolderWith(exampleRemediation);
    for (let seed = 1; seed <= seedCount; seed++)
      verdicts.push(
        await simulate({ assemblyFolder: withRemediation, seed, launches: 40, faults: 'default' }),
      );
  }, 600_000);

  it('keep every promise', () => {
    expect(verdicts).toHaveLength(seedCount);
    expect(broken(verdicts)).toEqual([]);
  });

  it('have every kind of fault, and no kind in every run', () => {
    for (const kind of faultNames) {
      const runs = verdicts.filter(({ faults }) => (faults[kind]?.injected ?? 0) > 0).length;
      expect(runs, kind).toBeGreaterThan(0);
      expect(runs, kind).toBeLessThan(seedCount);
    }
  });

  it('use every permission at least once', () => {
    expect(unusedByAll(verdicts)).toEqual([]);
  });
});

describe('a run without faults', () => {
  it('keeps every promise', async () => {
    const verdict = await simulate({
      assemblyFolder: assemblyFolder(),
      seed: 1,
      launches: 300,
      faults: 'none',
    });
    expect(broken([verdict])).toEqual([]);
    expect(verdict.faults).toEqual({});
    expect(Object.values(verdict.outcomes).reduce((sum, count) => sum + count, 0)).toBe(300);
  });
});
