/** The form of a secret that is generated at random. */
export interface SecretForm {
  /** In characters. */
  readonly length: number;
  /** Whether it has punctuation as well as letters and digits. */
  readonly hasPunctuation: boolean;
  /** A pattern that it must match, if any. */
  readonly pattern?: RegExp;
}

const letters = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'] as const;
/**
 * Without quotes, backslash, dollar sign, braces and the like: they cause trouble in shells, database URLs
 * and templates.
 */
const punctuation = '!#%*+,-.:=?^_~';

/** A pattern that one candidate in a hundred matches fails once in 20,000 times. */
const candidatesMax = 1000;

/**
 * Draws a secret that matches the pattern and has a character of each class, as many systems require of
 * passwords. `below(n)` gives a random whole number from 0 to n - 1, each equally likely. The result is
 * undefined when no candidate in a thousand matched: the pattern needs more than letters, digits and
 * punctuation.
 */
export function drawSecret(
  { length, hasPunctuation, pattern }: SecretForm,
  below: (count: number) => number,
): string | undefined {
  const classes = hasPunctuation ? [...letters, punctuation] : letters;
  const alphabet = classes.join('');
  const isGood = (candidate: string) =>
    classes.every((characters) => [...characters].some((character) => candidate.includes(character))) &&
    (pattern === undefined || pattern.test(candidate));
  for (let drawn = 0; drawn < candidatesMax; drawn += 1) {
    const candidate = Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
    if (isGood(candidate)) return candidate;
  }
  return undefined;
}
