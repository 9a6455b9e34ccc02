import { InvalidArgumentError, Option } from 'commander';

/**
 * Reads a flag that is a whole number within bounds, which are included. Commander reports the flag and the
 * value.
 */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Allowed: a whole number from ${min} to ${max}.`);
  };
}

/** The flag of the seed. */
export function seedOption(): Option {
  return new Option('--seed <number>', 'decides every random choice; the same seed gives the same run')
    .argParser(wholeNumber(0, 2 ** 32 - 1))
    .default(1);
}
