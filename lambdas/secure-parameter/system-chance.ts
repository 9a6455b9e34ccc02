import { randomInt } from 'node:crypto';

/** Chance that nobody can foresee. The only place in the functions that asks the machine for it. */
export interface Chance {
  /** A whole number from 0 on, below `count`, each as likely. */
  below(count: number): number;
}

/** The machine's cryptographic chance. */
export const systemChance: Chance = { below: (count) => randomInt(count) };
