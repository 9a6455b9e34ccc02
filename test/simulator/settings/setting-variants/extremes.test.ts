import { describe, expect, it } from 'vitest';
import { listNumericSettings } from '../../../../lib/configuration/numeric-settings.ts';
import { simulate } from '../../../../simulator/run/simulate-seed.ts';
import { combinationsOf, extremesOf } from '../../../../simulator/settings/setting-variants.ts';
import { assemblyFolderWith } from '../../../synthesized.ts';

/** The most revealing extremes, some in combination. `npm run simulate -- --settings extremes` runs all of them. */
const telling = [
  { launchDelaySeconds: 900, batchingWindowSeconds: 300 },
  { launchDelaySeconds: 0, batchingWindowSeconds: 1, batchSizeMax: 11, recheckMinutes: 1 },
  { recheckMinutes: 60, horizonMinutes: 10, commandAttemptsMax: 1 },
];

describe('every promise is kept with', () => {
  it.each(telling.map((settings) => ({ name: JSON.stringify(settings), settings })))(
    '$name',
    async ({ settings }) => {
      const assemblyFolder = assemblyFolderWith(settings);
      for (const faults of ['none', 'default'] as const) {
        const { violations } = await simulate({ assemblyFolder, seed: 1, launches: 12, faults });
        expect(violations.map(({ promise, what }) => `${faults}: ${promise}: ${what}`)).toEqual([]);
      }
    },
    120_000,
  );
});

describe('the variants of the settings', () => {
  const ranges = listNumericSettings();

  it('have the least and the greatest value of every number, one at a time', () => {
    const variants = extremesOf(ranges);
    expect(variants).toHaveLength(2 * ranges.length);
    expect(variants.map(({ settings }) => settings)).toContainEqual({ launchDelaySeconds: 900 });
    expect(variants.map(({ settings }) => settings)).toContainEqual({ retention: { closedEntryDays: 1 } });
  });

  it('have combinations of all numbers, the same for the same seed', () => {
    const drawn = (seed: number) => {
      const [first, second] = combinationsOf(ranges, seed);
      return [first, second];
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)[0]).not.toEqual(drawn(7)[1]);
    expect(drawn(7)[0]).not.toEqual(drawn(8)[0]);
    expect(Object.keys(drawn(7)[0]?.settings ?? {})).toContain('retention');
  });
});
