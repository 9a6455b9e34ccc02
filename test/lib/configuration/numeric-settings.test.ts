import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../lib/configuration/config-schema.ts';
import { listNumericSettings, type NumericSetting } from '../../../lib/configuration/numeric-settings.ts';

const settings = listNumericSettings();
const nameOf = ({ path }: NumericSetting) => path.join('.');

/** A configuration with one setting. */
const withValue = ({ path }: NumericSetting, value: number): unknown =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
const isTaken = (setting: NumericSetting, value: number) =>
  configSchema.safeParse(withValue(setting, value)).success;

describe('the numeric settings', () => {
  it('are all those of the form, except those of sections that turn capabilities on', () => {
    // This one has no default of its own.
    const defaults = configSchema.parse({ lateRecheckMinutes: 15 });
    const numbers = (value: object, parent: string): string[] =>
      Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
        if (typeof inner === 'number') return [`${parent}${name}`];
        const isSection = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
        return isSection ? numbers(inner, `${parent}${name}.`) : [];
      });
    expect(settings.map(nameOf).sort()).toEqual(numbers(defaults, '').sort());
    expect(settings.length).toBeGreaterThan(10);
  });

  it.each(settings.map((setting) => ({ name: nameOf(setting), setting })))(
    '$name accepts its minimum and its maximum, and nothing beyond',
    ({ setting }) => {
      const { least, greatest } = setting;
      expect([least, greatest].map((value) => isTaken(setting, value))).toEqual([true, true]);
      expect([least - 1, greatest + 1].map((value) => isTaken(setting, value))).toEqual([false, false]);
    },
  );
});
