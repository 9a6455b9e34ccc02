import { NotEmulatedError } from '../core/service.ts';

/** The groups of other engines that RE2 does not have. */
const GROUPS_RE2_LACKS = ['?=', '?!', '?<=', '?<!', '?>', '?|', '?#', '?('];
/** A repetition may be counted up to this, and so may those that are inside one another together. */
const REPEAT_MAX = 1_000;
/** The letters and digits that RE2 takes after a backslash, outside a class and in one. */
const ESCAPES = { outside: 'aAbBdDfnpPQrsStvwWxz0', inClass: 'adDfnpPrsStvwWx0' };
/** What white space is to RE2: less than to JavaScript. */
const SPACE = '\\t\\n\\f\\r ';

/** A part of a pattern: an escape, or one character. */
interface Token {
  readonly text: string;
  readonly isInClass: boolean;
  readonly index: number;
}

function readTokens(pattern: string): Token[] {
  const tokens: Token[] = [];
  let classStart: number | undefined;
  for (let index = 0; index < pattern.length; ) {
    const [text = ''] = /^(?:\\[\s\S]?|[\s\S])/.exec(pattern.slice(index)) ?? [];
    tokens.push({ text, isInClass: classStart !== undefined, index });
    const isFirst = classStart !== undefined && /^\[\^?$/.test(pattern.slice(classStart, index));
    if (text === '[') classStart ??= index;
    else if (text === ']' && !isFirst) classStart = undefined;
    index += text.length;
  }
  return tokens;
}

/**
 * What RE2, the engine of the agent, objects to in a pattern, in the words of Go; undefined for a pattern that it
 * takes.
 */
export function objectionOfRe2(pattern: string): string | undefined {
  for (const { text, isInClass, index } of readTokens(pattern)) {
    const objection = text.startsWith('\\')
      ? objectionToEscape(pattern.slice(index), isInClass)
      : isInClass
        ? undefined
        : objectionToSyntax(pattern.slice(index));
    if (objection !== undefined) return objection;
  }
  return objectionToRepeats(pattern);
}

/** Counted repetitions multiply: `(a{40}){40}` is more than RE2 takes. */
function objectionToRepeats(pattern: string): string | undefined {
  const groups = [1];
  let atom = 1;
  for (const { text, isInClass, index } of readTokens(pattern)) {
    if (isInClass) continue;
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
  const [repeat, least = '0', most = '0'] = /^\{(\d+)(?:,(\d*))?\}/.exec(rest) ?? [];
  if (Number(least) > REPEAT_MAX || Number(most) > REPEAT_MAX) return `invalid repeat count: \`${repeat}\``;
  const [nested] = /^(?:[*+?]|\{\d+(?:,\d*)?\})(?:[*+]|\?[*+?]|\{\d+(?:,\d*)?\})/.exec(rest) ?? [];
  return nested === undefined ? undefined : `invalid nested repetition operator: \`${nested}\``;
}

/**
 * A pattern as RE2 reads it. Patterns are not anchored.
 * @throws NotEmulatedError for one that JavaScript cannot read, or reads in another way.
 */
export function readAllowedPattern(pattern: string): RegExp {
  const differs = /\\[AzQa0-9]|\\[pP]|\[\^?\]|\[\[:|\(\?[PimsU-]/.test(pattern);
  const tokens = readTokens(pattern);
  const hasNoSpaceInClass = tokens.some(({ text, isInClass }) => isInClass && text === '\\S');
  try {
    if (!differs && !hasNoSpaceInClass) return new RegExp(tokens.map(toJavaScript).join(''));
  } catch {
    // The refusal below says it.
  }
  throw new NotEmulatedError(`the allowedPattern ${pattern}, which JavaScript cannot read as RE2 does`);
}

function toJavaScript({ text, isInClass }: Token): string {
  if (text === '\\s') return isInClass ? SPACE : `[${SPACE}]`;
  return text === '\\S' ? `[^${SPACE}]` : text;
}
