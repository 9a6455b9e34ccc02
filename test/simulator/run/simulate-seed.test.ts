import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FaultChoice, faultNames } from '../../../simulator/faults/fault-kinds.ts';
import { unusedByAll } from '../../../simulator/promises/simulation-permissions.ts';
import { simulate, type Verdict } from '../../../simulator/run/simulate-seed.ts';
import { simulateSet } from '../../../simulator/run/simulation-pool.ts';
import { assemblyFolder, distFolder } from '../../synthesized.ts';

/** Runs seeds in two parallel worker threads with the built program. */
const simulateSeeds = (seeds: readonly number[], launches: number, faults: FaultChoice = 'default') =>
  simulateSet({
    assemblyFolder: assemblyFolder(),
    launches,
    faults,
    seeds,
    program: { file: join(distFolder(), 'muster.cjs'), args: ['simulate', '--worker'] },
    workerCount: 2,
  });

const broken = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ seed, violations }) =>
    violations.map(({ promise, instanceId, what }) => `seed ${seed}: ${promise}: ${instanceId} ${what}`),
  );

/**
 * With this many seeds, every kind of fault is on in some and off in others. `npm run simulate -- --runs 200 --launches
 * 500` runs more.
 */
const seedCount = 24;

describe('two dozen seeds of forty launches', () => {
  let verdicts: readonly Verdict[] = [];
  beforeAll(async () => {
    verdicts = await simulateSeeds(
      Array.from({ length: seedCount }, (_, index) => index + 1),
      40,
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
