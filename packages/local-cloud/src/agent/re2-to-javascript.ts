import { REPETITION, readTokens, type Token } from './re2-tokens.ts';

/** What white space is to RE2: less than to JavaScript. */
const SPACE = '\\t\\n\\f\\r ';
/** What is written in another way, outside a class and in one. */
const OUTSIDE: Readonly<Record<string, string>> = {
  ...{ '.': '[^\\n]', '[': '[', '\\A': '^', '\\z': '$' },
  ...{ '\\s': `[${SPACE}]`, '\\S': `[^${SPACE}]` },
};
/** Signs that mean the same outside a class, and escapes that do. */
const SAME_SIGNS = '()|^$';
const SAME_ESCAPES = { outside: 'bBdDwWfnrtv', inClass: 'dDwWfnrtv' };

/**
 * A pattern that RE2 takes as JavaScript says it with the flag `u`; undefined for one that this does not know to say.
 */
export function toJavaScript(pattern: string): string | undefined {
  const parts: string[] = [];
  let skipTo = 0;
  for (const token of readTokens(pattern)) {
    if (token.index < skipTo) continue;
    const rest = pattern.slice(token.index);
    const whole = wholeOf(token, rest);
    const part = whole?.as ?? (token.role === 'outside' ? outside(token.text) : inClass(token, rest));
    if (part === undefined) return undefined;
    parts.push(part);
    skipTo = token.index + (whole?.text ?? token.text).length;
  }
  return parts.join('');
}

/** What is longer than one token: a code in hexadecimal, and outside a class the start of a group and a repetition. */
function wholeOf({ role }: Token, rest: string): { text: string; as: string } | undefined {
  const [code] = /^\\x[0-9a-fA-F]{2}/.exec(rest) ?? [];
  if (code !== undefined) return { text: code, as: code };
  if (role !== 'outside') return undefined;
  const [group] = /^\(\?(?::|P<\w+>)/.exec(rest) ?? [];
  if (group !== undefined) return { text: group, as: '(?:' };
  const [repetition] = REPETITION.exec(rest) ?? [];
  return repetition === undefined ? undefined : { text: repetition, as: repetition };
}

function outside(text: string): string | undefined {
  return OUTSIDE[text] ?? (SAME_SIGNS.includes(text) ? text : literalOr(text, SAME_ESCAPES.outside));
}

function inClass({ role, text }: Token, rest: string): string | undefined {
  if (role !== 'member') return text;
  if (text === '\\S' || /^\[:\^?[a-z]+:\]/.test(rest)) return undefined;
  return text === '\\s' ? SPACE : literalOr(text, SAME_ESCAPES.inClass);
}

/** A sign or an escaped sign as itself, and an escape that both languages know. */
function literalOr(text: string, known: string): string | undefined {
  const sign = text.replace(/^\\/, '') || '\\';
  if (!/^[a-zA-Z0-9]$/.test(sign)) return `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
  return sign === text || known.includes(sign) ? text : undefined;
}
