import { NotEmulatedError } from '../service.ts';
import type { AccessRequest } from './access-request.ts';

/**
 * Whether a text of the request matches a text of the policy. The request supplies the values of `${...}` variables.
 */
export type TextMatcher = (text: string, request: AccessRequest) => boolean;

/**
 * How a text of a policy is compared.
 * - `exact`: character by character.
 * - `like`: `*` matches any text, `?` any character.
 * - `arn`: as `like`, but a wildcard in the first five parts of an ARN does not match a colon. Missing parts match
 *   everything.
 */
export type Comparison = 'exact' | 'like' | 'arn';

/** arn:partition:service:region:account:resource; the resource may hold further colons. */
const arnPartCount = 6;

type Part = { readonly text: string } | { readonly variable: string; readonly fallback: string | undefined };

/** Compiles a text of a policy. A variable that the request does not have matches nothing. */
export function compileText(pattern: string, comparison: Comparison, hasVariables: boolean): TextMatcher {
  const parts = hasVariables ? readVariables(pattern) : [{ text: pattern }];
  if (parts.every((part) => 'text' in part))
    return compileFixed(parts.map((part) => part.text).join(''), comparison);
  const compiled = new Map<string, RegExp>();
  return (text, request) => {
    const source = fill(parts, request);
    if (source === undefined) return false;
    let expression = compiled.get(source);
    if (expression === undefined) {
      expression = toRegExp(source, comparison);
      compiled.set(source, expression);
    }
    return expression.test(text);
  };
}

function compileFixed(pattern: string, comparison: Comparison): TextMatcher {
  if (comparison !== 'exact' && pattern === '*') return () => true;
  const isIncomplete = comparison === 'arn' && pattern.split(':').length < arnPartCount;
  if (comparison === 'exact' || (!isIncomplete && !/[*?]/.test(pattern))) {
    const wanted = withoutEscapes(pattern);
    return (text) => text === wanted;
  }
  const expression = toRegExp(pattern, comparison);
  return (text) => expression.test(text);
}

/** Literal `*`, `?` and `$` are replaced by private-use characters, so that they are not treated as wildcards. */
const escapes: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001', $: '\uE002' };

function withoutEscapes(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, (escaped) => '*?$'.charAt(escaped.charCodeAt(0) - 0xe000));
}

function readVariables(pattern: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    const [whole, name = ''] = found;
    parts.push({ text: pattern.slice(end, found.index) }, readVariable(name));
    end = found.index + whole.length;
  }
  return [...parts, { text: pattern.slice(end) }];
}

function readVariable(content: string): Part {
  const escaped = escapes[content];
  if (escaped !== undefined) return { text: escaped };
  const [, variable, fallback] = /^\s*([\w:./-]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(content) ?? [];
  if (variable === undefined) throw new NotEmulatedError(`the policy variable \${${content}}`);
  return { variable, fallback };
}

/** The pattern with the values of its variables. Wildcards in a value are literal characters. */
function fill(parts: readonly Part[], request: AccessRequest): string | undefined {
  let filled = '';
  for (const part of parts) {
    if ('text' in part) {
      filled += part.text;
      continue;
    }
    const value = request.values(part.variable)?.[0] ?? part.fallback;
    if (value === undefined) return undefined;
    filled += value.replace(/[*?$]/g, (character) => escapes[character] ?? character);
  }
  return filled;
}

function toRegExp(pattern: string, comparison: Comparison): RegExp {
  if (comparison === 'exact') return new RegExp(`^${quote(pattern)}$`);
  if (comparison === 'like') return new RegExp(`^${quote(pattern, '[^]')}$`);
  const parts = pattern.split(':');
  const head = parts.slice(0, arnPartCount - 1);
  while (head.length < arnPartCount - 1) head.push('*');
  const resource = parts.length < arnPartCount ? '*' : parts.slice(arnPartCount - 1).join(':');
  return new RegExp(`^${head.map((part) => quote(part, '[^:]')).join(':')}:${quote(resource, '[^]')}$`);
}

/** Converts text to a regular expression. With `any`, `*` and `?` are wildcards for characters of that class. */
function quote(text: string, any?: string): string {
  const escapeCharacter = (character: string) => `\\${character}`;
  const quoted = text.replace(/[\\^$.+()[\]{}|/*?-]/g, (character) => {
    if (any === undefined || (character !== '*' && character !== '?')) return escapeCharacter(character);
    return character === '*' ? `${any}*` : any;
  });
  return quoted.replace(/[\uE000-\uE002]/g, (escaped) => escapeCharacter(withoutEscapes(escaped)));
}
