import { readFileSync } from 'node:fs';

/** A number that prose says. Every match of the pattern says it. */
export interface Saying {
  readonly what: string;
  /** Each of these files has a match. */
  readonly files?: readonly string[];
  /** At least one of these files has a match. */
  readonly anyOf?: readonly string[];
  /** The first group is the number. Runs of white space in the file are one space. */
  readonly pattern: RegExp;
  readonly value: number;
}

/** The text of a page as patterns see it. */
export function proseOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\s+/g, ' ');
}
