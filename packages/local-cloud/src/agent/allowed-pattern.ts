import { NotEmulatedError } from '../core/service.ts';
import { toJavaScript } from './re2-to-javascript.ts';
import { isSet, REPETITION, readTokens, type Token } from './re2-tokens.ts';

/** The groups of other engines that RE2 does not have. */
const GROUPS_RE2_LACKS = ['?=', '?!', '?<=', '?<!', '?>', '?|', '?#', '?('];
/** The start of a group, or flags in parentheses. */
const GROUP = /^\((?:\?(?:P?<\w+>|[imsU]*(?:-[imsU]+)?[:)]))?/;
/** A repetition may be counted up to this, and so may those that are inside one another together. */
const REPEAT_MAX = 1_000;
/** The letters and digits that RE2 takes after a backslash, outside a class and in one. */
const ESCAPES = { outside: 'aAbBdDfnpPQrsStvwWxz0', inClass: 'adDfnpPrsStvwWx0' };
/**
 * What RE2, the engine of the agent, objects to in a pattern, in the words of Go; undefined for a pattern that it
 * takes.
 */
export function objectionOfRe2(pattern: string): string | undefined {
  const [upToQuote = ''] = pattern.split('\\Q'); // what is quoted, and what follows, is left to JavaScript
  const tokens = readTokens(upToQuote);
  for (const [position, { text, role, index }] of tokens.entries()) {
    const rest = upToQuote.slice(index);
    const objection = text.startsWith('\\')
      ? objectionToEscape(rest, role !== 'outside')
      : role === 'outside'
        ? objectionToSyntax(rest)
        : undefined;
    const found = objection ?? objectionToRange(tokens.slice(position, position + 3));
    if (found !== undefined) return found;
  }
  return objectionToRepeats(upToQuote) ?? (upToQuote === pattern ? objectionToShape(pattern) : undefined);
}

/** A range ends in one character, and that does not come before the one that begins it. */
function objectionToRange([first, minus, last]: readonly Token[]): string | undefined {
  if (first === undefined || minus?.role !== 'range' || last === undefined) return undefined;
  if (isSet(last.text)) return `invalid escape sequence: \`${last.text}\``;
  const isPlain = [first, last].every(({ text }) => /^(?:[^\\]|\\[^a-zA-Z0-9])$/u.test(text));
  const codes = [first, last].map(({ text }) => text.replace(/^\\(?=.)/u, '').codePointAt(0) ?? 0);
  return isPlain && (codes[0] ?? 0) > (codes[1] ?? 0)
    ? `invalid character class range: \`${first.text}-${last.text}\``
    : undefined;
}

/** What is opened and never closed, closed and never opened, or repeated though there is nothing. */
function objectionToShape(pattern: string): string | undefined {
  let depth = 0;
  let skipTo = 0;
  let isSomething = false;
  let openClass: number | undefined;
  for (const { text, role, index } of readTokens(pattern)) {
    if (role === 'end') openClass = undefined;
    if (role !== 'outside' || index < skipTo) continue;
    const rest = pattern.slice(index);
    const [repeat] = REPETITION.exec(rest) ?? [];
    const [group] = GROUP.exec(rest) ?? [];
    if (repeat !== undefined && !isSomething) return `missing argument to repetition operator: \`${repeat}\``;
    if (text === ')' && depth-- === 0) return `unexpected ): \`${pattern}\``;
    if (group !== undefined && !group.endsWith(')')) depth++;
    if (text === '[') openClass = index;
    isSomething = group === undefined && text !== '|';
    skipTo = index + (repeat ?? group ?? text).length;
  }
  if (openClass !== undefined) return `missing closing ]: \`${pattern.slice(openClass)}\``;
  return depth > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}

/** Counted repetitions multiply: `(a{40}){40}` is more than RE2 takes. */
function objectionToRepeats(pattern: string): string | undefined {
  const groups = [1];
  let atom = 1;
  for (const { text, role, index } of readTokens(pattern)) {
    if (role !== 'outside') continue;
    const [repeat, least = '0', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(index)) ?? [];
    if (text === '(') groups.push(1);
    else if (text === ')') atom = groups.pop() ?? 1;
    else if (text === '{' && repeat !== undefined) atom *= Number(comma === '' || most === '' ? least : most);
    else if (!/[*+?{}]/.test(text)) atom = 1;
    if (atom > REPEAT_MAX) return `invalid repeat count: \`${repeat}\``;
    groups.push(Math.max(atom, groups.pop() ?? 1));
  }
  return undefined;
}

function objectionToEscape(rest: string, isInClass: boolean): string | undefined {
  const letter = rest.charAt(1);
  const isOctal = /^\\[1-7][0-7]/.test(rest);
  const isKnown = ESCAPES[isInClass ? 'inClass' : 'outside'].includes(letter);
  if (letter === '') return 'trailing backslash at end of expression: ``';
  return /[a-zA-Z0-9]/.test(letter) && !isKnown && !isOctal
    ? `invalid escape sequence: \`\\${letter}\``
    : undefined;
}

function objectionToSyntax(rest: string): string | undefined {
  const group = GROUPS_RE2_LACKS.find((opening) => rest.startsWith(`(${opening}`));
  if (group !== undefined) return `invalid or unsupported Perl syntax: \`(${group}\``;
  const [repeat, least = '0', most] = /^\{(\d+)(?:,(\d*))?\}/.exec(rest) ?? [];
  const isBackwards = most !== undefined && most !== '' && Number(most) < Number(least);
  if (isBackwards || Number(least) > REPEAT_MAX || Number(most ?? 0) > REPEAT_MAX)
    return `invalid repeat count: \`${repeat}\``;
  const [nested] = /^(?:[*+?]|\{\d+(?:,\d*)?\})(?:[*+]|\?[*+?]|\{\d+(?:,\d*)?\})/.exec(rest) ?? [];
  return nested === undefined ? undefined : `invalid nested repetition operator: \`${nested}\``;
}

/**
 * A pattern as RE2 reads it. Patterns are not anchored.
 * @throws NotEmulatedError for one that JavaScript cannot read, or reads in another way.
 */
export function readAllowedPattern(pattern: string): RegExp {
  const source = toJavaScript(pattern);
  try {
    if (source !== undefined) return new RegExp(source, 'u');
  } catch {
    // The refusal below says it.
  }
  throw new NotEmulatedError(`the allowedPattern ${pattern}, which JavaScript cannot read as RE2 does`);
}
