import { randomInt } from 'node:crypto';

/** Randomness that nobody can foresee. No other place in the functions asks the machine for it. */
export interface Chance {
  /** A random whole number from 0 to `count` - 1, each equally likely. */
  below(count: number): number;
}

/** The machine's cryptographic randomness. */
export const systemChance: Chance = { below: (count) => randomInt(count) };
