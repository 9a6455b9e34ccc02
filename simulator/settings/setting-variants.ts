import { Random } from 'local-cloud';

/** A number of the configuration: its path and its allowed values. */
export interface SettingRange {
  readonly path: readonly string[];
  readonly least: number;
  readonly greatest: number;
  /** The allowed values, if not every whole number in the range is allowed. */
  readonly values?: readonly number[];
}

/** Settings that differ from those of `muster.config.ts`, and their name in a table. */
export interface SettingsVariant {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One variant for the least and one for the greatest value of each number. */
export function extremesOf(ranges: readonly SettingRange[]): readonly SettingsVariant[] {
  return ranges.flatMap((range) =>
    [range.least, range.greatest].map((value) => variantOf([{ range, value }])),
  );
}

/**
 * Combinations of all numbers, each at its least, its greatest or a random value. The same seed gives the same
 * combinations.
 */
export function combinationsOf(
  ranges: readonly SettingRange[],
  count: number,
  seed: number,
): readonly SettingsVariant[] {
  return Array.from({ length: count }, (_, index) => {
    const random = Random.stream(seed, `settings/${index}`);
    return variantOf(ranges.map((range) => ({ range, value: pick(range, random) })));
  });
}

function pick({ least, greatest, values }: SettingRange, random: Random): number {
  const between = values === undefined ? random.integer(least, greatest) : random.pick(values);
  return random.pick([least, greatest, between]);
}

function variantOf(chosen: readonly { range: SettingRange; value: number }[]): SettingsVariant {
  const settings: Record<string, unknown> = {};
  for (const { range, value } of chosen) place(settings, range.path, value);
  return { name: chosen.map(({ range, value }) => `${range.path.join('.')}=${value}`).join(' '), settings };
}

/** Sets the value at a path. */
function place(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: number): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...Object(into[name]) };
  place(inner, rest, value);
  into[name] = inner;
}
