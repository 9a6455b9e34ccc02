import { Random } from 'local-cloud';

/** A number of the configuration: where it is, and what it may be. */
export interface SettingRange {
  readonly path: readonly string[];
  readonly least: number;
  readonly greatest: number;
  /** Every value that is allowed, where not every whole number between the two is. */
  readonly values?: readonly number[];
}

/** Settings that differ from those of `muster.config.ts`, and what they are called in a table. */
export interface SettingsVariant {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Each number alone, at its least and at its greatest. */
export function extremesOf(ranges: readonly SettingRange[]): readonly SettingsVariant[] {
  return ranges.flatMap((range) =>
    [range.least, range.greatest].map((value) => variantOf([{ range, value }])),
  );
}

/**
 * Combinations of all numbers, each at its least, at its greatest or anywhere between, without end. The same seed
 * gives the same ones. The configuration may refuse a combination, so the caller takes as many as it needs.
 */
export function* combinationsOf(ranges: readonly SettingRange[], seed: number): Generator<SettingsVariant> {
  for (let index = 0; ; index++) {
    const random = Random.stream(seed, `settings/${index}`);
    yield variantOf(ranges.map((range) => ({ range, value: pick(range, random) })));
  }
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

/** Puts a value where its path says. */
function place(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: number): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...Object(into[name]) };
  place(inner, rest, value);
  into[name] = inner;
}
