import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../../../simulator/run/simulate-seed.ts';
import { assemblyFolder, assemblyFolderWith } from '../../../synthesized.ts';
import { mutate } from './mutate.ts';
import { mutations } from './mutations.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-mutations-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The number of seeds within which a missing defence must be detected. Issue 3 allows 200. */
const seedsMax = 25;
/** For how many virtual seconds a mutated run goes on after the unchanged one has converged. */
const longerSeconds = 2 * 60 * 60;

describe('the simulator', () => {
  it.each(mutations.map((mutation, index) => ({ ...mutation, index })))(
    'reports a violation when $name, and none without that',
    async (mutation) => {
      const unchanged =
        mutation.settings === undefined ? assemblyFolder() : assemblyFolderWith(mutation.settings);
      const mutated = join(folder, String(mutation.index));
      const { faults, rollouts = 'none', launches = 15, firstSeed = 1 } = mutation;
      await mutate(unchanged, mutated, mutation);
      for (let seed = firstSeed; seed < firstSeed + seedsMax; seed++) {
        const options = { seed, launches, faults, rollouts };
        const sound = await simulate({ ...options, assemblyFolder: unchanged });
        expect(sound.violations).toEqual([]);
        const { violations } = await simulate({
          ...options,
          assemblyFolder: mutated,
          secondsMax: sound.virtualSeconds + longerSeconds,
          // To tell the histories takes as long as the run. One mutation shows them.
          tellsHistories: mutation.index === 0,
        });
        // Every mutation changes the bundles and thus breaks DeployedBytes. That does not count as detection.
        expect(violations.some(({ promise }) => promise === 'DeployedBytes')).toBe(true);
        const found = violations.find(({ promise }) => promise === mutation.promise);
        if (found === undefined) continue;
        expect(found.history.length > 0).toBe(mutation.index === 0);
        return;
      }
      throw new Error(`none of ${seedsMax} seeds broke ${mutation.promise}`);
    },
    300_000,
  );
});
