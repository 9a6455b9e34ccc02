import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { parseJsonPattern } from './json-pattern.ts';

/** Whether a line matches. */
export type LineTest = (line: string) => boolean;

/**
 * Compiles a filter pattern: terms (`ERROR -Exit ?a "a phrase"`) or a condition on JSON (`{ $.level = "ERROR" }`).
 * Patterns for columns (`[ip, user]`) and regular expressions (`%...%`) are not emulated.
 */
export function compileFilter(pattern = ''): LineTest {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('[')) throw new NotEmulatedError('filter patterns for columns ([...])');
  if (text.startsWith('{')) return parseJsonPattern(text);
  return compileTerms(text);
}

/** All plain terms must be in the line, and no excluded one. Optional ones count only if there are no others. */
function compileTerms(text: string): LineTest {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, word]) => ({
      sign,
      text: quoted === undefined ? plainWord(word ?? '') : quoted.replace(/\\(.)/g, '$1'),
    }),
  );
  const of = (sign: string) => terms.filter((term) => term.sign === sign).map((term) => term.text);
  const [needed, excluded, optional] = [of(''), of('-'), of('?')];
  const isOptionalOnly = needed.length === 0 && excluded.length === 0;
  return (line) =>
    needed.every((term) => line.includes(term)) &&
    !excluded.some((term) => line.includes(term)) &&
    (!isOptionalOnly || optional.some((term) => line.includes(term)));
}

/** Terms with other signs than letters, digits and underscores must be in quotes (user guide). */
function plainWord(word: string): string {
  if (/^%.*%$/.test(word)) throw new NotEmulatedError('regular expressions in filter patterns (%...%)');
  if (/^\w+$/.test(word)) return word;
  throw new ServiceError('InvalidParameterException', `Invalid character(s) in term '${word}'`);
}
