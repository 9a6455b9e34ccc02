import { describe, expect, it } from 'vitest';
import { simulate } from '../../../simulator/run/simulate-seed.ts';
import { agentVariants } from '../../../simulator/settings/agent-variants.ts';
import { assemblyFolderWith } from '../../synthesized.ts';

describe('every promise is kept with', () => {
  it.each(agentVariants())(
    '$name',
    async ({ settings }) => {
      const assemblyFolder = assemblyFolderWith(settings);
      const runs = [
        { faults: 'none', seed: 1 },
        { faults: 'default', seed: 1 },
        // A second agent is due when instances stop, restart and end, and when answers of calls are lost.
        { faults: ['instance-restarted', 'instance-stopped', 'script-fails', 'call-cut-after'], seed: 2 },
      ] as const;
      for (const { faults, seed } of runs) {
        const { violations } = await simulate({ assemblyFolder, seed, launches: 12, faults });
        expect(violations.map(({ promise, what }) => `${seed}: ${promise}: ${what}`)).toEqual([]);
      }
    },
    120_000,
  );
});
