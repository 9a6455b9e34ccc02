import { describe, expect, it } from 'vitest';
import { simulate } from '../../../simulator/run/simulate-seed.ts';
import { verificationVariants } from '../../../simulator/settings/verification-variants.ts';
import { assemblyFolderWith } from '../../synthesized.ts';

describe('every promise is kept, and every lost agent is told or sent again, with', () => {
  it.each(verificationVariants())(
    '$name',
    async ({ settings }) => {
      const assemblyFolder = assemblyFolderWith(settings);
      const runs = [
        { faults: 'none', seed: 1 },
        { faults: 'default', seed: 2 },
      ] as const;
      for (const { faults, seed } of runs) {
        const { violations } = await simulate({ assemblyFolder, seed, launches: 12, faults });
        expect(violations.map(({ promise, what }) => `${seed}: ${promise}: ${what}`)).toEqual([]);
      }
    },
    120_000,
  );
});
