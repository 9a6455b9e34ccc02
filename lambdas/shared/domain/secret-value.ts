/** What a secret that is drawn looks like. */
export interface SecretForm {
  /** In characters. */
  readonly length: number;
  /** Whether it has punctuation beside letters and digits. */
  readonly hasPunctuation: boolean;
  /** What it must match, if anything. */
  readonly pattern?: RegExp;
}

const letters = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'] as const;
/** Without quotes, backslash, dollar, braces and the like: what shells, URLs of databases and templates stumble over. */
const punctuation = '!#%*+,-.:=?^_~';

/** A pattern that one in a hundred candidates matches is missed once in 20,000 times. */
const candidatesMax = 1000;

/**
 * Draws a secret that has a character of each class, as many systems ask of passwords, and matches the pattern.
 * `below` gives a whole number from 0 on, below its argument, each as likely. Undefined when nothing matched the pattern
 * in a thousand draws: it asks for more than letters, digits and punctuation.
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
