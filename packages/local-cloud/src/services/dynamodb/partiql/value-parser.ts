import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { NotEmulatedError } from '../../../core/service.ts';
import { encodeValue, intern } from '../attribute-value.ts';
import { parseNumber } from '../decimal.ts';
import { validation } from '../dynamodb-errors.ts';
import { isNumber, isScalar, typeOf, type Value, ValueSet } from '../value.ts';
import type { Template } from './partiql-syntax.ts';
import type { StatementTokens } from './partiql-tokens.ts';

/** Parses a value (a literal, a `?`, a list, a map or a set). Returns undefined if the next token starts none. */
export function parseValue(tokens: StatementTokens): Template | undefined {
  const { kind, text } = tokens.next;
  if (kind === 'string') return literal(tokens, intern(text));
  if (kind === 'number') return literal(tokens, parseNumber(text));
  if (kind === 'word') return parseWord(tokens, text.toUpperCase());
  if (kind !== 'sign') return undefined;
  if (text === '?') return tokens.parameter();
  if (text === '-' && tokens.afterNext.kind === 'number') {
    tokens.take();
    return literal(tokens, parseNumber(`-${tokens.next.text}`));
  }
  if (text === '[') return { kind: 'list', items: parseItems(tokens, '[', ']') };
  if (text === '<<') return { kind: 'set', items: parseItems(tokens, '<<', '>>') };
  return text === '{' ? parseMap(tokens) : undefined;
}

/** Parses a value, or refuses the statement. */
export function requireValue(tokens: StatementTokens): Template {
  const value = parseValue(tokens);
  if (value === undefined) throw tokens.malformed('a value');
  return value;
}

/** Builds a value from its template and the parameters of a request. */
export function build(template: Template, parameters: readonly Value[]): Value {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'parameter': {
      const value = parameters[template.index];
      if (value === undefined) throw parameterMismatch();
      return value;
    }
    case 'list':
      return template.items.map((item) => build(item, parameters));
    case 'map':
      return new Map(template.entries.map(([name, item]) => [name, build(item, parameters)]));
    case 'set':
      return buildSet(template.items.map((item) => build(item, parameters)));
  }
}

/** Reads the parameters of a request. Their number must equal the number of `?` in the statement. */
export function readParameters(input: readonly AttributeValue[] | undefined, count: number): Value[] {
  if ((input?.length ?? 0) !== count) throw parameterMismatch();
  return (input ?? []).map((value) => encodeValue(value));
}

function literal(tokens: StatementTokens, value: Value): Template {
  tokens.take();
  return { kind: 'literal', value };
}

function parseWord(tokens: StatementTokens, word: string): Template | undefined {
  if (word === 'TRUE' || word === 'FALSE') return literal(tokens, word === 'TRUE');
  return word === 'NULL' ? literal(tokens, null) : undefined;
}

function parseItems(tokens: StatementTokens, open: string, close: string): Template[] {
  tokens.expect(open);
  const items: Template[] = [];
  if (tokens.accept(close)) return items;
  do items.push(requireValue(tokens));
  while (tokens.accept(','));
  tokens.expect(close);
  return items;
}

function parseMap(tokens: StatementTokens): Template {
  tokens.expect('{');
  const entries: (readonly [string, Template])[] = [];
  if (tokens.accept('}')) return { kind: 'map', entries };
  do {
    const { kind, text } = tokens.next;
    if (kind !== 'string') throw tokens.malformed('an attribute name in single quotes');
    if (entries.some(([name]) => name === text))
      throw new NotEmulatedError(`a PartiQL map with '${text}' twice`);
    tokens.take();
    tokens.expect(':');
    entries.push([intern(text), requireValue(tokens)]);
  } while (tokens.accept(','));
  tokens.expect('}');
  return { kind: 'map', entries };
}

function buildSet(items: readonly Value[]): ValueSet {
  const [first] = items;
  const members = items.filter(isScalar);
  const isUniform =
    members.length === items.length && items.every((item) => typeOf(item) === typeOf(first ?? null));
  if (first === undefined || !isUniform) throw validation('A set needs members, all of one scalar type');
  if (typeof first === 'string') return new ValueSet('SS', members);
  return new ValueSet(isNumber(first) ? 'NS' : 'BS', members);
}

function parameterMismatch(): Error {
  return validation("Number of parameters in request and statement don't match.");
}
