import { beforeAll, describe, expect, it } from 'vitest';
import { type FaultKind, faultNames, kindsAt } from '../../../simulator/faults/fault-kinds.ts';
import { unusedByAll } from '../../../simulator/promises/simulation-permissions.ts';
import { exampleRemediation } from '../../../simulator/remediation/example-remediation.ts';
import { simulate, type Verdict } from '../../../simulator/run/simulate-seed.ts';
import { assemblyFolder, assemblyFolderWith } from '../../synthesized.ts';

const broken = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ seed, violations }) =>
    violations.map(({ promise, instanceId, what }) => `seed ${seed}: ${promise}: ${instanceId} ${what}`),
  );

/** Runs seeds from 1 on, one after the other. */
async function runSeeds(count: number, launches: number, folder: string): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let seed = 1; seed <= count; seed++)
    verdicts.push(await simulate({ assemblyFolder: folder, seed, launches, faults: 'default' }));
  return verdicts;
}

/** How many runs a kind of fault struck. */
const struckBy = (kind: FaultKind, verdicts: readonly Verdict[]) =>
  verdicts.filter(({ faults }) => (faults[kind]?.injected ?? 0) > 0).length;

/** The faults of rules and runbooks, which strike where these are deployed. */
const ofRunbooks: readonly FaultKind[] = [
  ...kindsAt('evaluation'),
  ...kindsAt('step'),
  ...kindsAt('execution'),
];

/**
 * With this many seeds, every kind of fault is on in some and off in others. `npm run simulate -- --runs 200 --launches
 * 500` runs more. They run in this thread, where the functions have been compiled and optimized; the test of that command
 * runs workers.
 */
const seedCount = 16;

describe('sixteen seeds of forty launches', () => {
  let verdicts: readonly Verdict[] = [];
  beforeAll(async () => {
    verdicts = await runSeeds(seedCount, 40, assemblyFolder());
  }, 600_000);

  it('keep every promise', () => {
    expect(verdicts).toHaveLength(seedCount);
    expect(broken(verdicts)).toEqual([]);
  });

  it('have every kind of fault, and no kind in every run', () => {
    for (const kind of faultNames.filter((name) => !ofRunbooks.includes(name))) {
      expect(struckBy(kind, verdicts), kind).toBeGreaterThan(0);
      expect(struckBy(kind, verdicts), kind).toBeLessThan(seedCount);
    }
  });

  it('use every permission at least once', () => {
    expect(unusedByAll(verdicts)).toEqual([]);
  });
});

describe('eight seeds with rules, runbooks, triggers, gates and notices', () => {
  let verdicts: readonly Verdict[] = [];
  beforeAll(async () => {
    verdicts = await runSeeds(8, 20, assemblyFolderWith(exampleRemediation));
  }, 600_000);

  it('keep every promise', () => {
    expect(broken(verdicts)).toEqual([]);
  });

  it('have every kind of fault of theirs', () => {
    for (const kind of ofRunbooks) expect(struckBy(kind, verdicts), kind).toBeGreaterThan(0);
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
