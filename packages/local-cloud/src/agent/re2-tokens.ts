/**
 * What a part of a pattern is. In a class: the sign that negates it, one of its members, the minus of a range, or its
 * end. Everything else is outside, the start of a class too.
 */
export type Role = 'outside' | 'negation' | 'member' | 'range' | 'end';

/** A part of a pattern: an escape, or one character. */
export interface Token {
  readonly text: string;
  readonly index: number;
  readonly role: Role;
}

/** A repetition at the start of a text, with the sign that makes it lazy. RE2 reads any other brace as itself. */
export const REPETITION = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

/** The parts of a pattern, one after another. */
export function readTokens(pattern: string): Token[] {
  const tokens: Token[] = [];
  let classStart: number | undefined;
  for (let index = 0; index < pattern.length; ) {
    const [text = ''] = /^(?:\\[\s\S]?|[\s\S])/u.exec(pattern.slice(index)) ?? [];
    const before = classStart === undefined ? undefined : pattern.slice(classStart, index);
    const role = before === undefined ? 'outside' : roleIn(before, text, pattern[index + 1], tokens);
    tokens.push({ text, index, role });
    if (role === 'outside' && text === '[') classStart = index;
    if (role === 'end') classStart = undefined;
    index += text.length;
  }
  return tokens;
}

function roleIn(before: string, text: string, next: string | undefined, tokens: readonly Token[]): Role {
  if (before === '[' && text === '^') return 'negation';
  if (text === ']' && before !== '[' && before !== '[^') return 'end';
  const [last, beforeLast] = [tokens.at(-1), tokens.at(-2)];
  const canBegin = last?.role === 'member' && !isSet(last.text) && beforeLast?.role !== 'range';
  return text === '-' && canBegin && next !== ']' ? 'range' : 'member';
}

/** Whether an escape stands for several characters. */
export function isSet(text: string): boolean {
  return /^\\[dDwWsSpP]$/.test(text);
}
